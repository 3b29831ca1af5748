// One read query a line, over every clause that users write; tests/test_alike.py asks both engines.
MATCH (s:Studio {name:'Lumora Pictures'})-[u:USES]->(t:Tool) MATCH (c:Claim {fid: u.fid})-[:FROM_ARTICLE]->(a) RETURN t.name, c.quote, a.url
MATCH (n:Entity) RETURN n
MATCH (n:Claim) RETURN properties(n)
MATCH (n:Article) RETURN n.title, n.published, n.published_text, n.language
MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name, type(r), properties(r), b.name
MATCH (a)-[r:MENTIONS]->(e) RETURN a.title, r.surfaces, e.name
MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS n ORDER BY n DESC, label
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY n DESC, type
MATCH (t:Tool {generic: true}) RETURN t.name, t.name_fr, size(t.aliases) > 3 AS many
MATCH (e:Entity) WHERE e.generic IS NULL RETURN count(e) AS without
MATCH (e:Entity) WHERE 'GenAI' IN e.aliases RETURN e.name
MATCH (e:Entity) WHERE any(alias IN e.aliases WHERE alias STARTS WITH 'gen') RETURN e.name
MATCH (e:Entity) WHERE toLower(e.name) CONTAINS 'lumora' RETURN e.name
MATCH (e:Entity) WHERE e.name =~ '(?i).*STUDIO.*' RETURN e.name
MATCH (e:Studio|Vendor) RETURN e.name ORDER BY e.name
MATCH (e:Entity&!Person) RETURN e.name ORDER BY e.name SKIP 1 LIMIT 4
MATCH (c:Claim)-[:SAID_BY]->(p) RETURN p.name, c.said_as, c.modality, c.quote
MATCH (c:Claim)-[:VIA_SOURCE]->(w:NewsOrganization) RETURN w.name, collect(DISTINCT c.predicate) AS told
MATCH (c:Claim {modality: 'feared'})-[:SUBJECT]->(t), (c)-[:OBJECT]->(r:Role) RETURN t.name, r.name, c.impact
MATCH (c:Claim)-[:IN_PRODUCTION]->(p:Production) RETURN p.name, c.task, c.impacts, c.magnitudes, c.values
MATCH (c:Claim) WHERE 'costReduction' IN c.impacts RETURN c.magnitudes[1] AS cheaper, size(c.impacts) AS n
MATCH (c:Claim)-[:UNDER_AGREEMENT]->(g:Agreement) RETURN g.name, c.event_date, c.event_date_text
MATCH ()-[r]->() WHERE r.asserted RETURN type(r), r.claims ORDER BY type(r)
MATCH ()-[r]->() WHERE r.contested RETURN type(r), r.modalities, r.sources
MATCH ()-[r]->() WHERE r.first_seen < date('2025-08-01') RETURN type(r), r.first_seen, r.last_seen
MATCH ()-[r:USES]->() RETURN duration.between(r.first_seen, r.last_seen) AS span, r.last_seen.year AS year
MATCH (a:Article) WHERE a.published >= date({year: 2025, month: 9, day: 1}) RETURN a.title
MATCH (a:Article) RETURN a.published.month AS month, count(*) AS n ORDER BY month
MATCH (a:Article) RETURN coalesce(toString(a.published), a.published_text, '?') AS seen ORDER BY seen
MATCH (c:Claim) RETURN min(c.confidence), max(c.confidence), round(avg(c.confidence), 3), sum(c.count)
MATCH (c:Claim) WITH c.predicate AS p, count(*) AS n WHERE n > 1 RETURN p, n ORDER BY n DESC, p
MATCH (c:Claim) RETURN c.polarity, c.modality, count(*) AS n ORDER BY n DESC, c.modality, c.polarity
MATCH (e:Entity) WHERE NOT (e)<-[:SUBJECT]-(:Claim) RETURN e.name
MATCH (e:Entity) WHERE EXISTS { (e)<-[:SUBJECT]-(:Claim {polarity: 'negative'}) } RETURN e.name
MATCH (e:Entity) RETURN e.name, COUNT { (e)<-[:MENTIONS]-() } AS articles ORDER BY articles DESC, e.name
MATCH (e:Studio) OPTIONAL MATCH (e)-[r:TESTS|USES]->(t) RETURN e.name, collect(t.name) AS tools
MATCH (e:Studio) RETURN e {.name, tools: [(e)-[:USES]->(t) | t.name]} AS card
MATCH p = shortestPath((a:Studio {name: 'Lumora Pictures'})-[*..5]-(b:Union)) RETURN [n IN nodes(p) | n.iri]
MATCH (a:Studio {name: 'Brume Effets'})-[:PART_OF]->{1,3}(b) RETURN b.name
MATCH (a:Person)-[:WORKS_FOR*1..2]->(b)<-[:PART_OF*0..1]-(c) RETURN a.name, b.name, c.name
MATCH (a:Entity)-[r1]->(t:Entity)<-[r2]-(b:Entity) RETURN count(*) AS pairs
MATCH (t:Tool) CALL (t) { MATCH (t)<-[r]-() RETURN count(r) AS n } RETURN t.name, n ORDER BY t.name
MATCH (c:Claim) RETURN substring(c.quote, 0, 10) AS s, size(c.quote) = c.end - c.start AS whole
MATCH (a:Article) WHERE a.title CONTAINS '</script>' RETURN a.title, a.published IS NULL AS undated
MATCH (c:Claim) WITH c ORDER BY c.confidence DESC, c.iri LIMIT 3 RETURN collect(c.quote) AS best
MATCH (s:Studio) RETURN s.name AS name UNION MATCH (v:Vendor) RETURN v.name AS name
UNWIND $names AS name MATCH (e:Entity {name: name}) RETURN name, labels(e)[-1] IS NOT NULL AS found
MATCH (e:Entity) WHERE e.name IN $names RETURN e.name, CASE WHEN e:Studio THEN 'studio' ELSE 'other' END AS kind
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WHERE c.start >= 0 RETURN a.title, c.prefix + c.quote + c.suffix AS sentence
RETURN date('2025-07-18') AS day, 1.5 AS number, [1, null] AS list, {a: true} AS map, null AS nothing
RETURN 7/2 AS a, 7.0/2 AS b, -7/2 AS c, 7%3 AS d, -7%3 AS e, 2^3 AS f, 7/2.0 AS g
RETURN toInteger('12') AS a, toInteger('12.7') AS b, toInteger(12.7) AS c, toInteger('x') AS d, toInteger(null) AS e, toInteger(true) AS f
RETURN toBoolean('TRUE') AS b, toBoolean('x') AS c, toFloat('x') AS d, toString(1.0) AS e, toStringOrNull([1]) AS f
RETURN round(2.5) AS g, round(-2.5) AS h, round(1.249, 1) AS i, ceil(1.2) AS c, floor(-1.2) AS d, sign(-3) AS e
RETURN 'a' + 1 AS b, 'a' + null AS e, [1] + 2 AS f, 1 + [2] AS g, 'a' || 'b' AS h
RETURN substring('hello', 1, 2) AS b, left('hi', 10) AS f, split('a,b,c', ',') AS d, reverse('abc') AS r, btrim('xxaxx', 'x') AS c
RETURN trim(BOTH 'x' FROM 'xxaxx') AS a, size('🎬') AS f, 'é' IS NORMALIZED AS b, toUpper('ß') AS u, replace('a', null, 'b') AS n
RETURN 'abc' =~ 'b' AS b, 'ABC' =~ '(?i)abc' AS c, null =~ 'a' AS d, 'abc' STARTS WITH null AS e
RETURN 1 = 1.0 AS a, '1' = 1 AS c, null = null AS d, 1 < 'a' AS f, [1, null] = [1, null] AS h, 1 < 2 < 3 AS i, 1 IN [2, null] AS j
RETURN true AND null AS a, false AND null AS b, true OR null AS c, NOT null AS e, true XOR null AS f
RETURN [1,2,3][-1] AS b, [1,2,3][5] AS c, [1,2,3][..2] AS e, [1,2,3][-2..] AS f, head([]) AS d, range(5, 1, -2) AS r
RETURN coalesce(null, 1) AS a, nullIf(1, 1) AS c, isEmpty('') AS e, isEmpty([]) AS f, isEmpty({}) AS g
RETURN CASE 3 WHEN 1, 2 THEN 'low' WHEN 3, 4 THEN 'mid' END AS a, CASE null WHEN null THEN 'x' ELSE 'y' END AS b
RETURN reduce(s = '', x IN ['a', 'b'] | s + x) AS b, any(x IN [1, null] WHERE x > 1) AS c, single(x IN [2, null] WHERE x > 1) AS d
RETURN date({year: 2025, month: 7}) AS b, date('2025-W10') AS c, date('2025-200') AS d, datetime('2025-07-18T10:00[Europe/Paris]') AS e
RETURN date('2025-07-18').week AS d, date('2025-07-18').dayOfWeek AS e, date('2025-07-18').quarter AS f, datetime({epochSeconds: 100}) AS g
RETURN duration('P1.5D') AS e, duration({months: 14}) AS d, duration('PT90M').minutesOfHour AS f, duration('P1D') * 2 AS g
RETURN date('2025-01-31') + duration({months: 1}) AS b, duration.between(date('2024-02-29'), date('2025-02-28')) AS c
RETURN date.truncate('week', date('2025-07-18')) AS b, datetime.truncate('hour', datetime('2025-07-18T10:23:00Z')) AS e
RETURN $names[0] AS a, $m.a[1] AS b, $n + 1 AS f, $name STARTS WITH 'Lum' AS g
UNWIND [3, 1, 2, null] AS x RETURN x ORDER BY x DESC
UNWIND ['b', 'A', 'a', 'B', 'é', 'z', ''] AS x RETURN x ORDER BY x
UNWIND [1, 2, 2, null] AS x RETURN count(x) AS a, count(*) AS b, count(DISTINCT x) AS c, sum(x) AS d, avg(x) AS e, collect(x) AS h
UNWIND [] AS x RETURN count(x) AS a, sum(x) AS d, avg(x) AS e, min(x) AS f, collect(x) AS h, stDev(x) AS i
UNWIND [1, 2, 3, 4] AS x RETURN stDev(x) AS a, percentileCont(x, 0.5) AS c, percentileDisc(x, 0.5) AS d
UNWIND [1, 2, 3, 4] AS x RETURN x ORDER BY x OFFSET 1 LIMIT $n
UNWIND [1, 1.0, '1'] AS x RETURN DISTINCT x
RETURN 1 AS x UNION ALL RETURN 1 AS x
MATCH (s:Studio)-[u:USES]->(t) RETURN *
MATCH (c:Claim) RETURN c.count ORDER BY c.count DESC, c.iri
MATCH (e:Entity) OPTIONAL MATCH (e)-[u:USES]->(t) WHERE t.name = 'generative AI' RETURN e.name, t.name
OPTIONAL MATCH (n:Nope)-[r]->() RETURN type(r) AS t, startNode(r) AS s, properties(r) AS p, labels(n) AS l
MATCH p = (s:Studio)-[r:USES|TESTS*1..3]-(x) RETURN length(p) AS l, [q IN r | q.fid] AS fids, size(r) AS n
MATCH (a:Studio) ((p)-[r:USES]->(q)){1,2} (x) RETURN a.name, [n IN p | n.name] AS ps, size(r) AS n, x.name
MATCH p = allShortestPaths((a:Studio)-[*..4]-(b:Union)) RETURN a.name, b.name, length(p), count(*) AS n
MATCH (a:Studio {name: $name}), (b:Union) OPTIONAL MATCH p = shortestPath((a)-[:USES*..2]-(b)) RETURN b.name, p IS NULL AS none
MATCH (a)-[r:!USES&!TESTS]->(b) RETURN type(r) AS t, count(*) AS n
MATCH (n:(Studio|Vendor)&!Person WHERE n.name > 'B') RETURN n.name
MATCH (e:Studio) WHERE (e)-[:USES]->() AND NOT (e)-[:DEVELOPS]->() RETURN e.name
MATCH (e:Studio) RETURN e.name, COLLECT { MATCH (e)-[:USES|TESTS]->(t) RETURN t.name ORDER BY t.name } AS n
MATCH (e:Studio) RETURN e.name, [(e)-[u:USES]->(t:Tool) WHERE u.claims > 1 | t {.name, n: u.claims}] AS l
MATCH (e:Studio) CALL (e) { MATCH (e)-[u]->(t) RETURN t, u ORDER BY u.claims DESC, t.iri LIMIT 2 } RETURN e.name, t.name, u.claims
MATCH (e:Studio) CALL { WITH e MATCH (e)-[:USES]->(t) RETURN count(t) AS n } RETURN e.name, n
CALL { MATCH (e:Studio) RETURN e UNION MATCH (e:Vendor) RETURN e } RETURN e.name ORDER BY e.name
MATCH (e:Studio) OPTIONAL CALL (e) { MATCH (e)-[:TESTS]->(t) RETURN t } RETURN e.name, t.name
MATCH (e:Studio) RETURN elementId(e) = elementId(e) AS same, keys(e) AS k, e {.*} AS all, e['name'] AS n
MATCH (e:Studio) UNWIND keys(e) AS k RETURN e.name, k, e[k] AS v
MATCH ()-[r:USES]->() RETURN startNode(r).name AS s, endNode(r).name AS e, type(r) AS t, keys(r) AS k
MATCH p = (s:Studio)-[u:USES]->(t) RETURN p, s, u, collect(t) AS ts
MATCH (c:Claim) RETURN avg(c.confidence) AS a, stDev(c.confidence) AS s, percentileDisc(c.confidence, 0.9) AS q
MATCH (c:Claim) RETURN {m: c.modality, p: c.polarity} AS k, count(*) AS n, 100.0 * count(*) / 7 AS share
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH a, collect(c) AS cs RETURN a.title, size(cs) AS n, [c IN cs | c.predicate] AS p
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH a, collect(c.confidence) AS cs RETURN a.title, round(reduce(s = 0.0, x IN cs | s + x), 3) AS t
MATCH (a:Article) WHERE date('2025-01-01') <= a.published < date('2025-09-01') RETURN a.title, duration.inDays(a.published, date('2026-01-01')).days AS d
MATCH (c:Claim) WHERE single(i IN c.impacts WHERE i STARTS WITH 'cost') OR none(i IN c.impacts WHERE i = 'speedup') RETURN c.iri
MATCH (c:Claim) RETURN sum(CASE WHEN c.polarity = 'negative' THEN 1 ELSE 0 END) AS neg, count(CASE WHEN c.polarity = 'negative' THEN 1 END) AS n
MATCH (c:Claim) WITH c ORDER BY c.predicate, c.iri SKIP 2 LIMIT 4 RETURN c.predicate, c.quote
MATCH (n:Claim) RETURN n {.predicate, said: [(n)-[:SAID_BY]->(a) | a {.name}]} AS c
MATCH (c:Claim)-[:SUBJECT]->(s)-[u]->(o)<-[:OBJECT]-(c) RETURN s.name, type(u), o.name, c.modality
MATCH (n:Claim) UNWIND split(toLower(n.quote), ' ') AS w WITH w, count(*) AS c WHERE size(w) > 4 AND c > 1 RETURN w, c ORDER BY c DESC, w
CALL db.labels() YIELD label WITH label WHERE label IN ['Claim', 'Studio'] RETURN label ORDER BY label
match (n:Studio) where n.name starts with 'L' return n.name as `the name` order by n.name desc limit 3
