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
// As union researchers, journalists and graph engineers ask.
MATCH (s:Studio) OPTIONAL MATCH (s)-[u:USES]->(t:Tool) WHERE t.generic RETURN s.name, t.name, u.claims ORDER BY s.name, t.name
MATCH (s:Studio) OPTIONAL MATCH (s)-[u:USES|TESTS]->(t) WITH s, collect({tool: t.name, how: type(u)}) AS ts RETURN s.name, size(ts) AS n ORDER BY n DESC, s.name
MATCH (c:Claim)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o) OPTIONAL MATCH (c)-[:SAID_BY]->(p:Person)-[:WORKS_FOR]->(e) RETURN s.name, c.predicate, o.name, p.name AS who, e.name AS employer ORDER BY s.name, c.predicate, o.name, c.iri
MATCH (a:Article) OPTIONAL MATCH (a)<-[:FROM_ARTICLE]-(c:Claim {modality: 'feared'}) WITH a, count(c) AS fears RETURN a.title, fears, CASE WHEN fears = 0 THEN 'calm' WHEN fears < 2 THEN 'uneasy' ELSE 'alarmed' END AS mood ORDER BY a.title
MATCH (t:Tool)<-[u:USES]-(s) WITH t, count(DISTINCT s) AS users, collect(DISTINCT s.name) AS who WHERE users >= 1 RETURN t.name, users, who[0] IS NOT NULL AS some ORDER BY users DESC, t.name
MATCH p = (a:Studio)-[*1..3]-(b:Role) WHERE all(r IN relationships(p) WHERE r.asserted) RETURN a.name, b.name, length(p) AS l, [r IN relationships(p) | type(r)] AS via ORDER BY a.name, b.name, l, via
MATCH p = (a:Person)-[:WORKS_FOR|PART_OF|MEMBER_OF*1..4]->(b) WHERE none(n IN nodes(p) WHERE n.generic) RETURN a.name, last(nodes(p)).name AS top, length(p) ORDER BY a.name, top
MATCH (a:Studio), (b:Union) MATCH p = shortestPath((a)-[:STRIKES_AGAINST|NEGOTIATES_WITH|AGREES_WITH|OPPOSES|REPRESENTS|REPLACES|USES*..4]-(b)) RETURN a.name, b.name, length(p) AS steps ORDER BY a.name, b.name
MATCH (a:Union {name: 'nobody'}), (b:Studio) OPTIONAL MATCH p = shortestPath((a)-[*]-(b)) RETURN count(p) AS n
MATCH (s:Studio) RETURN s.name, [x IN s.aliases WHERE size(x) > 3 | toUpper(x)] AS a, [i IN range(0, size(s.aliases) - 1) | i + ':' + s.aliases[i]] AS b ORDER BY s.name
MATCH (s:Studio) WHERE NOT EXISTS { (s)-[:USES]->() } AND COUNT { (s)--() } > 1 RETURN s.name ORDER BY s.name
MATCH (e:Entity) WHERE COUNT { (e)<-[:OBJECT]-(:Claim) } > COUNT { (e)<-[:SUBJECT]-(:Claim) } RETURN e.name ORDER BY e.name
MATCH (e:Entity) WITH e, COUNT { (e)<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.polarity = 'negative' } AS neg WHERE neg > 0 RETURN e.name, neg ORDER BY neg DESC, e.name
MATCH (s:Studio) RETURN s.name, COLLECT { MATCH (s)-[u:USES]->(t) RETURN {tool: t.name, n: u.claims} ORDER BY t.name } AS tools ORDER BY s.name
MATCH (s:Studio) RETURN s.name, COLLECT { MATCH (s)<-[:SUBJECT]-(c) RETURN c.quote ORDER BY c.confidence DESC, c.iri LIMIT 1 }[0] AS best ORDER BY s.name
MATCH (s:Studio) CALL (s) { OPTIONAL MATCH (s)-[u:USES]->(t) RETURN t, u ORDER BY u.claims DESC, t.iri LIMIT 1 } RETURN s.name, t.name, u.quote ORDER BY s.name
MATCH (s:Studio) CALL (s) { MATCH (s)-[:USES]->(t) RETURN t.name AS what UNION MATCH (s)-[:DEVELOPS]->(t) RETURN t.name AS what } RETURN s.name, what ORDER BY s.name, what
MATCH (e:Entity) CALL (e) { MATCH (e)<-[:SUBJECT]-(c) RETURN count(c) AS said UNION ALL MATCH (e)<-[:OBJECT]-(c) RETURN count(c) AS said } RETURN e.name, sum(said) AS n ORDER BY n DESC, e.name
MATCH (s:Studio) CALL { WITH s MATCH (s)-[r]->(o) WITH o ORDER BY o.name LIMIT 2 RETURN collect(o.name) AS two } RETURN s.name, two ORDER BY s.name
MATCH (c:Claim) CALL (c) { WITH c WHERE c.confidence > 0.8 RETURN 'sure' AS how UNION WITH c WHERE c.confidence <= 0.8 RETURN 'unsure' AS how } RETURN how, count(*) AS n ORDER BY how
MATCH (s:Studio)-[u:USES]->(t:Tool) RETURN s {.name, uses: t {.name, .generic}, since: u.first_seen} AS row ORDER BY s.name, t.name
MATCH (a:Article) RETURN a {.title, .language, claims: COUNT { (a)<-[:FROM_ARTICLE]-() }, people: [(a)-[:MENTIONS]->(p:Person) | p.name]} AS card ORDER BY a.title
MATCH (c:Claim) RETURN c {.*, quote: left(c.quote, 10)} AS c2 ORDER BY c.iri LIMIT 3
MATCH (a:Article) WITH a.published.year AS y, a.published.month AS m, count(*) AS n RETURN y, m, n ORDER BY y, m
MATCH (a:Article) WHERE a.published >= date('2025-03-01') AND a.published < date('2025-03-01') + duration('P6M') RETURN a.title ORDER BY a.published, a.title
MATCH (a:Article) RETURN a.title, duration.between(a.published, date('2025-12-31')).months AS m, duration.inMonths(a.published, date('2025-12-31')).months AS m2, a.published.ordinalDay AS od ORDER BY a.title
MATCH ()-[r]->() WHERE r.last_seen > r.first_seen RETURN type(r), duration.inDays(r.first_seen, r.last_seen).days AS d ORDER BY d DESC, r.fid
MATCH (c:Claim) RETURN c.event_date AS d, c.event_date_text AS t, coalesce(toString(c.event_date), c.event_date_text, 'unknown') AS w ORDER BY w, c.iri
MATCH (c:Claim) RETURN replace(trim(c.quote), '  ', ' ') AS q, size(split(c.quote, ' ')) AS words, reverse(left(c.quote, 5)) AS r ORDER BY c.iri
MATCH (e:Entity) WHERE e.name STARTS WITH toUpper(left(e.name, 1)) RETURN count(*) AS caps
MATCH (e:Entity) RETURN substring(e.name, 2) AS s, lTrim('  ' + e.name) AS l, rTrim(e.name + ' ') AS r, toLower(e.name) AS lo, char_length(e.name) AS n ORDER BY e.iri
MATCH (e:Entity) RETURN CASE WHEN e:Studio THEN 'Studio' WHEN e:Union OR e:Association THEN 'organised' ELSE 'other' END AS kind, count(*) AS n ORDER BY kind
MATCH (c:Claim) RETURN CASE c.modality WHEN 'asserted' THEN 1 WHEN 'feared' THEN -1 ELSE 0 END AS v, sum(1) AS n ORDER BY v
MATCH ()-[r:USES|TESTS|REPLACES]->() RETURN type(r) AS t, CASE r.asserted WHEN true THEN 'told as fact' ELSE 'not' END AS a, count(*) AS n ORDER BY t, a
UNWIND [['Studio', 1], ['Tool', 2]] AS pair WITH pair[0] AS label, pair[1] AS w MATCH (n:Entity) WHERE label IN labels(n) RETURN label, w, count(n) AS n ORDER BY label
UNWIND $names AS name OPTIONAL MATCH (e:Entity) WHERE e.name = name OR name IN e.aliases RETURN name, e.iri IS NOT NULL AS known ORDER BY name
UNWIND range(0, 3) AS i MATCH (c:Claim) WITH i, count(CASE WHEN size(c.impacts) = i THEN 1 END) AS n RETURN i, n ORDER BY i
MATCH (c:Claim) UNWIND CASE WHEN size(c.impacts) > 0 THEN c.impacts ELSE [null] END AS impact RETURN impact, count(*) AS n ORDER BY n DESC, impact
MATCH (c:Claim) WITH c.modality AS m, collect(c) AS cs UNWIND cs AS c WITH m, c ORDER BY c.confidence DESC, c.iri WITH m, collect(c.quote)[..2] AS top RETURN m, top ORDER BY m
MATCH (s)-[u:USES]->(t) WITH t, u ORDER BY u.claims DESC, u.fid WITH t, head(collect(u.quote)) AS best RETURN t.name, best ORDER BY t.name
MATCH (c:Claim) WITH avg(c.confidence) AS mean MATCH (c:Claim) WHERE c.confidence > mean RETURN count(c) AS above, round(mean, 3) AS mean
MATCH (s:Studio) WITH s, [(s)-[:USES]->(t:Tool) | t.name] AS ts, [(s)<-[:STRIKES_AGAINST]-(u) | u.name] AS us WHERE size(ts) + size(us) > 0 RETURN s.name, size(ts) AS a, size(us) AS b ORDER BY s.name
MATCH (s:Studio) RETURN s.name, size([(s)<-[:SUBJECT]-(c:Claim)-[:FROM_ARTICLE]->(a:Article) WHERE a.language <> 'en' | c]) AS foreign ORDER BY s.name
MATCH (a:Article) WITH a, [(a)<-[:FROM_ARTICLE]-(c) | c.confidence] AS cs RETURN a.title, reduce(t = 0.0, x IN cs | t + x) > 1 AS heavy, reduce(m = 0.0, x IN cs | CASE WHEN x > m THEN x ELSE m END) AS best ORDER BY a.title
MATCH p = (a:Studio)-[*2..2]->(b) RETURN reduce(s = a.name, r IN relationships(p) | s + ' ' + type(r)) AS story ORDER BY story
MATCH (c:Claim) RETURN percentileCont(c.confidence, 0.25) AS q1, percentileDisc(c.confidence, 0.5) AS q2, percentileCont(c.confidence, 0.75) AS q3, stDevP(c.confidence) AS sd
MATCH (c:Claim) RETURN c.modality, percentileDisc(c.start, 0.5) AS mid, min(c.start), max(c.end), avg(c.end - c.start) AS len ORDER BY c.modality
MATCH (c:Claim) RETURN c.task, c.iri ORDER BY c.task, c.iri LIMIT 5
MATCH (c:Claim) RETURN c.task AS t, count(*) AS n ORDER BY t DESC
MATCH (a:Article) RETURN a.published AS d, a.title ORDER BY d DESC, a.title SKIP 1 LIMIT 3
MATCH (a:Article) RETURN DISTINCT a.language AS l ORDER BY l DESC
MATCH (a)-[r]->(b) RETURN DISTINCT labels(a)[0] IS NOT NULL AS x, type(r) AS t ORDER BY t
MATCH (a:Entity)-[]-(b:Entity) RETURN DISTINCT a.name, b.name ORDER BY a.name, b.name SKIP 2 LIMIT 7
MATCH (s:Studio)-[r]->(o) WITH DISTINCT s, o RETURN count(*) AS pairs
MATCH (c:Claim) WITH DISTINCT c.predicate AS p, c.modality AS m RETURN p, collect(m) AS ms ORDER BY p
MATCH (e:Entity {name: $name})-[r]-(o) RETURN type(r), startNode(r) = e AS out, o.name ORDER BY type(r), o.name, r.fid
MATCH (e:Entity) WHERE e.name = $name OR e.name IN $names RETURN e.name ORDER BY e.name LIMIT $n
MATCH (e:Entity) WHERE any(n IN $names WHERE n IN e.aliases OR n = e.name) RETURN e.name ORDER BY e.name
MATCH (f:Claim), (g:Claim) WHERE f.fid = g.fid AND f.polarity <> g.polarity AND f.iri < g.iri RETURN f.quote, g.quote ORDER BY f.quote
MATCH (s)-[u]->(o) WHERE u.contested MATCH (c:Claim {fid: u.fid}) RETURN s.name, type(u), o.name, collect({p: c.polarity, q: c.quote}) AS both
MATCH (s)-[u]->(o) WHERE size(u.modalities) > 1 AND 'denied' IN u.modalities RETURN s.name, type(u), o.name, u.modalities ORDER BY s.name, type(u), o.name
MATCH (s)-[u]->(o) WHERE u.fid IS NOT NULL WITH u, s, o MATCH (c:Claim) WHERE c.fid = u.fid WITH u, s, o, count(c) AS n WHERE n <> u.claims RETURN count(*) AS wrong
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH c.fid AS f, collect(DISTINCT a.language) AS ls WHERE size(ls) > 1 MATCH ()-[u {fid: f}]->() RETURN type(u), u.sources, size(ls) AS n ORDER BY u.fid
MATCH (a:Article)-[m:MENTIONS]->(e:Entity) WHERE NOT EXISTS { (a)<-[:FROM_ARTICLE]-(c:Claim)-[:SUBJECT|OBJECT]->(e) } RETURN a.title, e.name, m.surfaces ORDER BY a.title, e.name
MATCH (p:Person)<-[:SAID_BY]-(c:Claim) WITH p, collect(DISTINCT c.predicate) AS ps, count(*) AS n ORDER BY n DESC, p.name LIMIT 3 RETURN p.name, n, [x IN ps WHERE x <> 'uses'] AS other
MATCH (n) WHERE n.iri ENDS WITH 'a' OR n:Tool&!Vendor RETURN labels(n) AS l, count(*) AS n
MATCH (n) RETURN n:Claim AS claim, n:Entity AS entity, count(*) AS n ORDER BY n DESC
MATCH (a:Studio)-[r:!(USES|TESTS)]->(b) RETURN a.name, type(r), b.name ORDER BY a.name, type(r), b.name
MATCH (:Studio)-[r:%]->(:Entity) RETURN count(r) AS n
MATCH (n:%) RETURN count(n) AS n
MATCH (n:Entity) WHERE n IS :: NODE RETURN count(n) AS n
MATCH (a WHERE a:Studio)-[r WHERE r.claims >= 1]->(b WHERE b.name IS NOT NULL) RETURN a.name, b.name ORDER BY a.name, b.name, r.fid
MATCH (a:Entity) WHERE (a)--(:Union) OR (a)--(:Role) RETURN a.name ORDER BY a.name
RETURN EXISTS { MATCH (:Studio)-[:USES]->(:Tool) } AS a, COUNT { (:Studio) } AS b, COUNT { MATCH (s:Studio) RETURN DISTINCT s.generic } AS c
MATCH (s:Studio) WITH collect(s) AS ss RETURN size(ss) AS n, [x IN ss WHERE x.generic | x.name] AS g, ss[0]:Studio AS l
MATCH (s:Studio) WITH collect(s) AS ss UNWIND ss AS a UNWIND ss AS b WITH a, b WHERE a.iri < b.iri RETURN a.name, b.name, COUNT { (a)--()--(b) } AS common ORDER BY a.name, b.name
MATCH (s:Studio) WITH s ORDER BY s.name WITH collect(s.name) AS names RETURN names[0], names[-1], names[1..3], size(names), reduce(t = '', n IN names | t + left(n, 1)) AS initials
WITH {a: 1, b: {c: [1, 2, {d: 'x'}]}} AS m RETURN m.b.c[2].d AS d, m['a'] AS a, keys(m) AS k, m.z IS NULL AS z
WITH [1, 2, 3] AS l RETURN l + 4 AS a, [0] + l AS b, l[1..] AS c, [x IN l WHERE x % 2 = 1 | x * 10] AS d, all(x IN l WHERE x > 0) AS e, 2 IN l AS f
RETURN toString(date('2025-07-18')) AS a, date('2025-07-18') = date({year: 2025, month: 7, day: 18}) AS b, date('2025-07-18') + duration({days: 20, months: 1}) AS c, localdatetime('2025-07-18T10:00').hour AS h, time('10:00+02:00').offset AS o
RETURN round(3.14159, 2) AS a, round(-0.5) AS b, toInteger(round(2.5)) AS c, 10 % 3 AS d, 5 / 2 AS e, 5.0 / 2 AS f, 2 ^ 10 AS g, abs(-3) AS h, sqrt(16) AS i, log10(100) AS j, pi() > 3 AS k
RETURN split('a;b;c', ';')[1] AS a, toIntegerOrNull('x') AS b, toFloatOrNull('1.5') AS c, toBooleanOrNull('yes') AS d, left('abc', 2) AS e, substring('abcdef', 2, 3) AS f, replace('aaa', 'a', 'b') AS g, 'a' IN ['a', null] AS h, 'z' IN ['a', null] AS i
MATCH (a:Studio)-[:USES]->(t)<-[:USES]-(b:Studio) WHERE id(a) < id(b) RETURN count(*) AS n
MATCH (a:Studio) RETURN a.name AS name, a.generic AS g ORDER BY toLower(name) DESC, g
MATCH (a:Studio) RETURN a.name ORDER BY size(a.aliases) DESC, a.name
MATCH (a:Studio) WITH a.name AS n ORDER BY n LIMIT 2 MATCH (b:Studio {name: n})-[r]-(x) RETURN n, count(r) AS c ORDER BY n
MATCH (s:Studio) OPTIONAL MATCH (s)-[:DEVELOPS]->(t) RETURN s.name, coalesce(t.name, '-') AS t, t IS NULL AS none ORDER BY s.name, t
MATCH (s:Studio) OPTIONAL MATCH (s)-[u:USES]->(t) OPTIONAL MATCH (c:Claim {fid: u.fid})-[:SAID_BY]->(p) RETURN s.name, t.name, collect(DISTINCT p.name) AS who ORDER BY s.name, t.name
MATCH (s:Studio) OPTIONAL MATCH (s)-[u:USES]->(t)<-[:DEVELOPS]-(v) RETURN s.name, sum(u.claims) AS c, count(v) AS vs ORDER BY s.name
OPTIONAL MATCH (n:Union {name: 'no such'}) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m, count(*) AS c
MATCH (x:Entity)-[:PART_OF|MEMBER_OF|WORKS_FOR*0..3]->(y:Entity) RETURN x.name, y.name ORDER BY x.name, y.name
MATCH (a:Studio)((x)-[:USES|PART_OF]->(y)){1,3}(b) RETURN a.name, b.name, [n IN y | n.name] AS via ORDER BY a.name, b.name, via
MATCH (c:Claim) WHERE c.impact IN ['speedup', 'costReduction'] RETURN c.impact, c.magnitude, c.impacts ORDER BY c.impact, c.iri
MATCH (c:Claim) RETURN c.confidence >= 0.8 AS sure, c.polarity = 'negative' AS neg, count(*) AS n ORDER BY sure, neg
MATCH (c:Claim) RETURN c.speaker IS NULL AS x, c.said_as AS s ORDER BY s, c.iri LIMIT 6
MATCH (c:Claim) WITH c, [(c)-[:SUBJECT]->(s) | s.name][0] AS s, [(c)-[:OBJECT]->(o) | o.name][0] AS o RETURN s + ' ' + c.predicate + ' ' + o AS triple, count(*) AS n ORDER BY triple
MATCH (c:Claim)-[:IN_PRODUCTION]->(p) RETURN p.name, collect(DISTINCT c.task) AS tasks, count(DISTINCT c.fid) AS facts ORDER BY p.name
MATCH (s:Studio) RETURN s.name AS n, s.kind AS k ORDER BY k, n
MATCH (s:Studio) RETURN s.name AS n ORDER BY s.kind DESC, s.iri
MATCH (s:Studio)-[u]->(o) RETURN s.name AS n, count(*) AS c ORDER BY count(*) DESC, n
MATCH (s:Studio)-[u]->(o) WITH s, count(o) AS c ORDER BY c DESC, s.name SKIP 1 LIMIT 2 MATCH (s)-[r]->(x) RETURN s.name, c, type(r), x.name ORDER BY s.name, type(r), x.name
MATCH (s:Studio) RETURN s.name ORDER BY s.name SKIP $n - 1 LIMIT $n + 1
MATCH (s:Studio) RETURN s.name ORDER BY s.name LIMIT toInteger('2')
MATCH (c:Claim) RETURN DISTINCT c.impacts AS i, size(c.impacts) AS n ORDER BY n, i
MATCH (c:Claim) RETURN DISTINCT {m: c.modality, p: c.polarity} AS k
MATCH (c:Claim)-[:SUBJECT]->(s) WITH collect(DISTINCT s) AS ss RETURN size(ss) AS n
MATCH (c:Claim)-[:SUBJECT]->(s) WITH s, collect(c) AS cs RETURN s.name, cs[0] IN cs AS a, size([c IN cs WHERE c.polarity = 'positive' AND any(d IN cs WHERE d.fid = c.fid AND d <> c)]) AS n ORDER BY s.name
MATCH (a:Entity)-->(b:Entity)-->(c:Entity) WHERE a <> c RETURN a.name, b.name, c.name ORDER BY a.name, b.name, c.name
MATCH (a:Entity)-->(b:Entity), (b)-->(c:Entity) RETURN count(*) AS n
MATCH (a:Entity)-->(b:Entity) MATCH (b)<--(c:Entity) RETURN count(*) AS n
MATCH (a:Entity)-->(b:Entity)<--(c:Entity) RETURN count(*) AS n
MATCH (a:Entity)-[r]-(a) RETURN count(r) AS loops
MATCH (a:Studio)-[*0..0]->(b) RETURN a.name, b.name ORDER BY a.name
MATCH (a:Studio)-[:USES|TESTS*1..2 {asserted: true}]->(b) RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio)-[rs:USES|PART_OF*1..2]->(b) RETURN a.name, b.name, [r IN rs | r.claims] AS cs, head(rs).fid AS f ORDER BY f, a.name, b.name
MATCH p = (a:Studio)-[*1..2]-(b:Union) WHERE length(p) = 2 RETURN a.name, nodes(p)[1].name AS via, b.name ORDER BY a.name, via, b.name
MATCH p = (a)-[:PART_OF*]->(b) RETURN [n IN nodes(p) | n.name] AS chain, size(relationships(p)) AS n ORDER BY n, chain
MATCH (a:Studio {name: $name}), (b:Role) MATCH p = allShortestPaths((a)-[:USES|REPLACES|AFFECTS*..4]-(b)) RETURN b.name, length(p), count(*) AS n ORDER BY b.name
MATCH (a:Studio)((x)-[r:USES|PART_OF WHERE r.asserted]->(y WHERE y.name IS NOT NULL)){1,2}(b) RETURN a.name, [i IN r | i.claims] AS cs, b.name ORDER BY a.name, b.name, cs
MATCH (a:Studio) (()-[:USES|REPLACES]->()){2} (b) RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio)-[:USES|REPLACES]->+(b) RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio)-[:PART_OF]->*(b) RETURN a.name, b.name ORDER BY a.name, b.name
OPTIONAL MATCH (a:Studio)-[:NOPE]->(b), (c:Union) RETURN a, b, c
MATCH (u:Union) OPTIONAL MATCH (u)-[:REPRESENTS]->(r), (r)<-[:REPLACES]-(t) RETURN u.name, r.name, t.name ORDER BY u.name, r.name, t.name
MATCH (u:Union) OPTIONAL MATCH (u)-[:REPRESENTS]->(r) OPTIONAL MATCH (r)<-[:REPLACES]-(t) RETURN u.name, r.name, t.name ORDER BY u.name, r.name, t.name
MATCH (s:Studio) CALL (s) { MATCH (s)-[:USES]->(t) CALL (t) { MATCH (t)<-[:DEVELOPS]-(v) RETURN count(v) AS vs } RETURN collect([t.name, vs]) AS l } RETURN s.name, size(l) AS n ORDER BY s.name
MATCH (s:Studio) WHERE EXISTS { MATCH (s)-[:USES]->(t) RETURN t UNION MATCH (s)-[:TESTS]->(t) RETURN t } RETURN s.name ORDER BY s.name
MATCH (s:Studio) RETURN s.name, COUNT { MATCH (s)-[:USES]->(t) RETURN DISTINCT t.generic } AS n ORDER BY s.name
MATCH (s:Studio) RETURN s.name, COUNT { MATCH (s)-[:USES]->(t) RETURN t UNION MATCH (s)-[:TESTS]->(t) RETURN t } AS n ORDER BY s.name
MATCH (s:Studio) WHERE COUNT { (s)-->(x) WHERE x.generic } > 0 RETURN s.name, COLLECT { MATCH (s)-->(x) WHERE x.generic RETURN DISTINCT x.name ORDER BY x.name DESC } AS g ORDER BY s.name
MATCH (s:Studio) RETURN s.name, COLLECT { WITH s UNWIND s.aliases AS a RETURN toUpper(a) ORDER BY a } AS l ORDER BY s.name
MATCH (s:Studio) WITH s WHERE EXISTS { WITH s MATCH (s)-[:USES]->() } RETURN s.name ORDER BY s.name
MATCH (s:Studio) RETURN s.name, [x IN [y IN s.aliases WHERE y CONTAINS 'a'] | left(x, 2)] AS l, [s IN [1, 2] | s * 2] AS shadow ORDER BY s.name
MATCH (s:Studio) RETURN [(s)-[u]->(o) WHERE o.name CONTAINS 'a' | [(o)<-[:SUBJECT|OBJECT]-(c) | c.predicate]] AS l, s.name ORDER BY s.name
MATCH (s:Studio)-[u]->(o) WITH s, {type: type(u), to: o.name} AS m WITH s, collect(m) AS ms RETURN s.name, [m IN ms WHERE m.type = 'USES' | m.to] AS uses ORDER BY s.name
UNWIND [{n: 'a', v: 1}, {n: 'b', v: null}, {n: 'a', v: 3}] AS r RETURN r.n AS n, sum(r.v) AS s, count(r.v) AS c, collect(r.v) AS l ORDER BY n
UNWIND [[1, 2], [], [3]] AS l UNWIND l AS x RETURN sum(x) AS s, count(*) AS n
UNWIND [3, null, 1, 2] AS x RETURN x ORDER BY x
UNWIND [true, false, null] AS x RETURN x ORDER BY x DESC
UNWIND [1, 2, 3] AS x WITH x WHERE x > 1 WITH *, x * 2 AS y RETURN *
UNWIND range(1, 10) AS x WITH x % 3 AS g, x RETURN g, sum(x) AS s, avg(x) AS a, collect(x) AS l ORDER BY g
UNWIND ['a', 'b'] AS a UNWIND [1, 2] AS b RETURN a + b AS ab ORDER BY ab DESC
UNWIND [date('2025-01-31'), date('2024-12-31')] AS d RETURN d + duration({months: 1}) AS a, d - duration('P1M') AS b, d.week AS w, d.weekYear AS y ORDER BY a
RETURN duration({days: 40, hours: 30}) AS a, duration('P1Y2M3DT4H5M6.7S') AS b, duration.between(date('2025-01-31'), date('2025-03-01')) AS c, toString(duration({months: 14})) AS d
RETURN datetime('2025-07-18T10:00:00+02:00') AS a, datetime({year: 2025, month: 7, timezone: 'Europe/Berlin'}) AS b, datetime('2025-07-18T10:00:00Z').epochSeconds AS c, localtime('10:11:12') AS d
RETURN date('2025-07-18') < date('2025-07-19') AS a, date('2025-07-18') = datetime('2025-07-18T00:00Z') AS b, date('2025-07-18') < null AS c
RETURN toString(1e10) AS a, toString(0.1 + 0.2) AS b, toString(1.0e-7) AS c, toString(-0.0) AS d, toString(100.0) AS e, toString(123456789.123) AS f
RETURN 1 / 2 AS a, 1.0 / 0 AS b, -1 % 3 AS c, 5.5 % 2 AS d, 2 ^ -1 AS e, -2 ^ 2 AS f, 0.0 / 0.0 = 0.0 / 0.0 AS g
RETURN [1, 2, 3, 4][1..-1] AS a, [1, 2][5..] AS b, [1, 2, 3][-2] AS c, [1][1] AS d, [null, 1][0] AS e, range(0, 10, 5) AS f, range(3, 1) AS g, [1, 2] = [1, 2.0] AS h
RETURN null IN [] AS a, null IN [1] AS b, 1 IN [1, null] AS c, 2 IN [1, null] AS d, NOT (2 IN [1, null]) AS e, [1] IN [[1], [2]] AS f, 1 IN null AS g
RETURN null = 1 AS a, null <> null AS b, null AND false AS c, null OR true AS d, null XOR true AS e, NOT null AS f, 1 < 2 <= 2 < 3 AS g, 1 < 3 < 2 AS h
RETURN 'a' < 'B' AS a, 'é' > 'z' AS b, 'a' < 'aa' AS c, '10' < '9' AS d, true > false AS e, [1, 2] < [1, 3] AS f
RETURN toUpper('straße') AS a, toLower('İ') AS b, size('e\u0301') AS c, reverse('añb') AS d, left('añb', 2) AS e, normalize('e\u0301') = 'é' AS f, trim('\t a \n') AS g
RETURN 'a\'b' AS a, "a\"b" AS b, 'a\\b' AS c, 'tab\there' AS d, '\u00e9' AS e, 'line\nbreak' AS f
RETURN 'ABC' =~ '(?i)a.c' AS a, 'a.c' =~ 'a\\.c' AS b, 'abc' =~ '' AS c, 'a\nb' =~ 'a.b' AS d, 'a\nb' =~ '(?s)a.b' AS e
RETURN coalesce(null, null) AS a, nullIf('a', 'b') AS b, CASE WHEN null THEN 1 ELSE 2 END AS c, CASE 1 WHEN 1.0 THEN 'eq' ELSE 'ne' END AS d, CASE WHEN false THEN 1 END AS e
RETURN keys({b: 1, a: 2}) AS k, properties({a: 1}) AS p, {a: null} AS m, {a: 1}.b AS x, {a: {b: 1}}.a.b AS y, size(keys({})) AS z
RETURN toIntegerList(['1', 'x', 2.5]) AS a, toStringList([1, true, null]) AS b, toFloatList(['1.5', null]) AS c, toBooleanList(['true', 'no']) AS d
RETURN abs(-2.5) AS a, ceil(-0.5) AS b, floor(2.7) AS c, round(2.345, 2) AS d, round(-2.5) AS e, round(2.5, 0, 'HALF_EVEN') AS f, sign(0) AS g, e() > 2.7 AS h, exp(0) AS i, log(1) AS j, isNaN(0.0 / 0.0) AS k
RETURN sin(0) AS a, cos(0) AS b, degrees(pi()) AS c, radians(180) = pi() AS d, atan2(0, 1) AS e, haversin(0) AS f, cot(1) > 0 AS g
RETURN all(x IN [] WHERE x > 1) AS a, any(x IN [] WHERE x > 1) AS b, none(x IN [null] WHERE x > 1) AS c, single(x IN [1, 2] WHERE x > 1) AS d, all(x IN [2, null] WHERE x > 1) AS e, all(x IN [0, null] WHERE x > 1) AS f
RETURN reduce(a = [], x IN [1, 2] | a + [x * x]) AS a, reduce(m = {n: 0}, x IN [1, 2] | {n: m.n + x}).n AS b, reduce(s = 0, x IN [] | s + x) AS c, [x IN range(1, 3) | [y IN range(1, x) | y]] AS d
RETURN head([1]) AS a, last([]) AS b, tail([1]) AS c, reverse([1, 2]) AS d, size([[], []]) AS e, [1] + [2] + 3 AS f, [[1]] + [2] AS g, 'a' + ['b'] AS h, [] + null AS i
RETURN point({x: 1, y: 2}).x AS a, point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS b
WITH 1 AS x, 'k' AS k, {k: 5} AS m RETURN m[k] AS a, m[toLower('K')] AS b, [10, 20][x] AS c
MATCH (s:Studio {name: $name}) WITH s, 'name' AS k RETURN s[k] AS n, s[toLower('GENERIC')] AS g, s.nope AS x, s['nope'] IS NULL AS y
MATCH (s:Studio {name: $name}) RETURN s {.name, .nope, iri: 1} AS a, s {.*, name: 'x'}.name AS b, properties(s).name AS c, 'name' IN keys(s) AS d
MATCH (a:Studio)-[u:USES]->(t) WITH a, t, u, u.claims + 0.5 AS w RETURN a.name, sum(w) AS s, max(u.first_seen) AS l, min(t.name) AS m, collect(DISTINCT type(u)) AS ts ORDER BY a.name
MATCH (c:Claim) RETURN c.predicate AS p, avg(c.confidence) > 0.7 AS high, count(DISTINCT c.fid) AS f, max(c.iri) > 'a' AS m ORDER BY p
MATCH (c:Claim) RETURN count(c.task) AS a, count(DISTINCT c.task) AS b, collect(DISTINCT c.polarity) AS c, sum(c.end - c.start) AS d, avg(c.count) AS e, min(c.event_date) AS f, max(c.task) AS g
MATCH (n:Nothing) RETURN count(n) AS a, sum(n.x) AS b, avg(n.x) AS c, collect(n) AS d, min(n.x) AS e, percentileCont(n.x, 0.5) AS f
MATCH (s:Studio) WHERE s.name < 'M' RETURN s.name AS x UNION ALL MATCH (u:Union) RETURN u.name AS x UNION ALL MATCH (r:Role) RETURN r.name AS x
CALL { MATCH (s:Studio) RETURN s.name AS x UNION MATCH (u:Union) RETURN u.name AS x } WITH x ORDER BY x DESC LIMIT 4 RETURN collect(x) AS xs
CALL { MATCH (c:Claim) RETURN c ORDER BY c.confidence DESC, c.iri LIMIT 3 } MATCH (c)-[:FROM_ARTICLE]->(a) RETURN a.title, c.quote ORDER BY c.iri
MATCH (a:Article) WITH a ORDER BY a.published WITH collect(a) AS l UNWIND range(0, size(l) - 2) AS i RETURN l[i].title AS a, l[i + 1].title AS b, duration.inDays(l[i].published, l[i + 1].published).days AS gap ORDER BY a
MATCH (a:Article) WHERE a.published IS NOT NULL RETURN a.published.year + '-' + right('0' + a.published.month, 2) AS m, count(*) AS n ORDER BY m
MATCH (a:Article) WHERE a.published > date('2025-06-01') - duration({weeks: 10}) RETURN count(*) AS n
MATCH (a:Article), (b:Article) WHERE a.published < b.published RETURN a.title, b.title, duration.between(a.published, b.published).days AS d ORDER BY a.title, b.title
MATCH (e:Entity) WHERE e.name_fr IS NOT NULL AND e.name_fr <> e.name RETURN e.name, e.name_fr ORDER BY e.name
MATCH (e:Entity) WHERE toLower(e.name) IN [x IN $names | toLower(x)] RETURN e.name ORDER BY e.name
MATCH (e:Entity) WHERE size([l IN labels(e) WHERE l IN ['Studio', 'Vendor']]) = 1 RETURN e.name ORDER BY e.name
MATCH (e) WHERE e:Union OR e:Association WITH e MATCH (e)-[r]-(x) WHERE NOT x:Claim AND NOT x:Article RETURN e.name, type(r), startNode(r).name = e.name AS out, x.name ORDER BY e.name, type(r), x.name, r.fid
MATCH (x)-[r]->(y) WHERE r.fid IS NOT NULL AND (x.generic OR y.generic) AND NOT (x.generic AND y.generic) RETURN x.name, type(r), y.name ORDER BY x.name, type(r), y.name
MATCH (x)-[r]->(y) WHERE type(r) IN ['USES', 'TESTS'] AND (r.claims > 1 OR y.name STARTS WITH 'g') RETURN x.name, y.name ORDER BY x.name, y.name
MATCH (x)-[r:USES]->(y) WHERE r.claims > CASE WHEN y.generic THEN 0 ELSE 1 END RETURN x.name, y.name ORDER BY x.name, y.name
MATCH (x:Studio) MATCH (y:Studio) WHERE x.generic = y.generic OR x.kind = y.kind RETURN count(*) AS n
MATCH (x:Studio)-[r]->(y) WITH x, y, r ORDER BY r.last_seen DESC, r.fid WITH x, collect(y.name)[0] AS latest, max(r.last_seen) AS d RETURN x.name, latest, d ORDER BY d DESC, x.name
MATCH (c:Claim)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o), (c)-[:FROM_ARTICLE]->(a) WITH s, o, c, a ORDER BY a.published, c.start WITH s, o, collect({q: c.quote, t: a.title}) AS ev WHERE size(ev) > 1 RETURN s.name, o.name, ev[0].q AS first, ev[-1].t AS last ORDER BY s.name, o.name
MATCH (c:Claim) WHERE c.modality IN ['feared', 'demanded'] AND NOT EXISTS { (c)-[:SAID_BY]->() } RETURN c.quote ORDER BY c.quote
MATCH (c:Claim) WHERE (c)-[:SAID_BY]->(:Person) OR (c)-[:SAID_BY]->(:Union) RETURN c.quote ORDER BY c.quote
MATCH (c:Claim)-[:SAID_BY|VIA_SOURCE]->(w) RETURN w.name, count(DISTINCT c) AS n, collect(DISTINCT labels(w)[-1]) <> [] AS l ORDER BY n DESC, w.name
MATCH (c:Claim) OPTIONAL MATCH (c)-[:SAID_BY]->(p) WITH coalesce(p.name, 'nobody') AS who, c.polarity AS pol, count(*) AS n WITH who, collect([pol, n]) AS t RETURN who, size(t) AS k ORDER BY k DESC, who
UNWIND ['12abc', '', '10x', '50%', '1 000', '160,000', '+5', '-5', '.5', '5.', '1_000', '0x10', '99999999999999999999', 'x', '٣', '12 '] AS s RETURN s, toFloat(s) AS i ORDER BY s
UNWIND ['NaN', 'Infinity', '1f', '1d', '1e400'] AS s RETURN s, toFloat(s) AS i ORDER BY s
MATCH (a:Studio {name: $name}), (b:Role) MATCH p = shortestPath((a)-[*..4]-(b)) WHERE b.generic IS NOT NULL RETURN b.name, length(p) ORDER BY b.name
MATCH (a:Studio {name: $name}), (b:Role) RETURN b.name, length(shortestPath((a)-[*..4]-(b))) AS l ORDER BY b.name
MATCH (a:Studio {name: $name})-[*..3]-(b:Role) RETURN DISTINCT b.name ORDER BY b.name
MATCH p = shortestPath((a:Studio)-[*0..2]-(b:Studio)) RETURN a.name, b.name, length(p) ORDER BY a.name, b.name
MATCH p = (a:Studio)-[*1..3]-(b:Role) WHERE all(r IN relationships(p) WHERE r.fid IS NOT NULL) WITH a, b, min(length(p)) AS l RETURN a.name, b.name, l ORDER BY a.name, b.name
MATCH p = (a:Studio)-[*1..3]-(b:Role) WHERE all(n IN nodes(p)[1..-1] WHERE n:Tool) RETURN a.name, b.name, length(p) AS l ORDER BY a.name, b.name, l
MATCH p = (a:Studio)-[*1..3]-(b:Role) WHERE single(n IN nodes(p) WHERE n:Tool) AND a.name < b.name RETURN a.name, b.name, length(p) AS l ORDER BY a.name, b.name, l
MATCH p = (a)-[r:USES*1..2]->(b) WHERE ANY(x IN r WHERE x.claims > 1) RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio)-[r:USES|PART_OF*1..3]->(b:Tool) WITH a, b, size(r) AS hops ORDER BY hops, a.name, b.name RETURN a.name, b.name, hops LIMIT 5
MATCH (c:Claim) RETURN c.quote STARTS WITH '"' AS q, c.quote CONTAINS '’' AS a, count(*) AS n ORDER BY q, a
MATCH (c:Claim) RETURN toFloat(split(c.magnitude, ' ')[0]) AS m, c.iri ORDER BY m, c.iri
MATCH (c:Claim) RETURN [i IN range(0, size(coalesce(c.impacts, [])) - 1) | c.impacts[i] + '=' + coalesce(c.magnitudes[i], '?')] AS l, c.iri ORDER BY c.iri
MATCH (c:Claim) CALL (c) { OPTIONAL MATCH (c)-[:SAID_BY]->(p) RETURN p.name AS who LIMIT 1 } WITH who, count(*) AS n WHERE n > 1 RETURN who, n ORDER BY n DESC, who
MATCH (c:Claim) CALL (c) { MATCH (c)-[:SAID_BY]->(p) RETURN p UNION MATCH (c)-[:VIA_SOURCE]->(p) RETURN p } RETURN p.name, count(*) AS n ORDER BY n DESC, p.name
MATCH (t:Tool) CALL (t) { MATCH (t)<-[u:USES|TESTS]-(s) WITH s, u ORDER BY u.first_seen, s.name LIMIT 1 RETURN s.name AS first, u.first_seen AS day } RETURN t.name, first, day ORDER BY day, t.name
MATCH (t:Tool) CALL (t) { RETURN COUNT { (t)<-[:USES]-() } AS users } WITH t, users WHERE users > 0 RETURN t.name, users ORDER BY users DESC, t.name
MATCH (t:Tool) OPTIONAL CALL (t) { MATCH (t)<-[:DEVELOPS]-(v) RETURN v.name AS maker } RETURN t.name, coalesce(maker, 'unknown') AS maker ORDER BY t.name, maker
CALL () { MATCH (s:Studio) RETURN count(s) AS studios } CALL () { MATCH (u:Union) RETURN count(u) AS unions } RETURN studios, unions, studios * 1.0 / unions AS ratio
MATCH (s:Studio) WITH s, COUNT { (s)-[:USES|TESTS]->() } AS uses, COUNT { (s)<-[:STRIKES_AGAINST|OPPOSES]-() } AS against RETURN s.name, uses, against, uses - against AS net ORDER BY net DESC, s.name
MATCH (s:Studio)-[u]->(o) RETURN s.name, collect(CASE WHEN u.asserted THEN o.name END) AS yes, collect(CASE WHEN NOT u.asserted THEN o.name END) AS no ORDER BY s.name
MATCH (s)-[u]->(o) WHERE u.fid IS NOT NULL RETURN type(u) AS t, sum(u.claims) AS c, sum(u.sources) AS s, max(u.claims) AS m, round(1.0 * sum(u.claims) / count(u), 2) AS avg ORDER BY c DESC, t
MATCH (s)-[u]->(o) WHERE u.denied > 0 RETURN s.name, type(u), o.name, u.denied, u.claims - u.denied AS rest ORDER BY s.name, o.name
MATCH (a:Article)<-[:FROM_ARTICLE]-(c) WITH a.publisher AS pub, a.language AS lang, count(c) AS n WITH pub, sum(n) AS total, collect({lang: lang, n: n}) AS by RETURN pub, total, size(by) AS k ORDER BY total DESC, pub
MATCH (a:Article) RETURN a.origin AS o, a.text_origin AS t, a.same_text_as AS s, a.title ORDER BY a.title
MATCH (c:Claim) WITH c.fid AS f, collect(DISTINCT c.origin) AS os MATCH ()-[u {fid: f}]->() WHERE u.sources <> size(os) RETURN count(*) AS wrong
MATCH (e:Entity) WITH e, [(e)-[r]-(x) WHERE r.fid IS NOT NULL | x] AS ns UNWIND ns AS n WITH e, count(DISTINCT n) AS degree RETURN degree, count(*) AS entities ORDER BY degree
MATCH (a:Entity)-[r1]-(b:Entity)-[r2]-(c:Entity)-[r3]-(a) WHERE a.iri < b.iri AND b.iri < c.iri RETURN DISTINCT a.name, b.name, c.name ORDER BY a.name, b.name, c.name
MATCH (a:Entity), (b:Entity) WHERE a.iri < b.iri WITH a, b, COUNT { (a)--(:Entity)--(b) } AS common WHERE common > 1 RETURN a.name, b.name, common ORDER BY common DESC, a.name, b.name LIMIT 10
MATCH (n:Entity) WHERE NOT EXISTS { (n)-[r]-(:Entity) WHERE r.fid IS NOT NULL } RETURN n.name ORDER BY n.name
MATCH (n:Entity) RETURN n.name, [l IN labels(n) WHERE NOT l IN ['Resource', 'Entity']][0] AS type ORDER BY type, n.name
MATCH (n:Entity) WITH [l IN labels(n) WHERE NOT l IN ['Resource', 'Entity']][0] AS type, n ORDER BY n.name WITH type, collect(n.name) AS names RETURN type, names[..3] AS some, size(names) AS n ORDER BY n DESC, type
MATCH (n) WITH labels(n) AS ls UNWIND ls AS l RETURN l, count(*) AS n ORDER BY n DESC, l
MATCH (s)-[r]->(o) WITH type(r) AS t, [l IN labels(s) WHERE l <> 'Resource' AND l <> 'Entity'][0] AS a, [l IN labels(o) WHERE l <> 'Resource' AND l <> 'Entity'][0] AS b RETURN a, t, b, count(*) AS n ORDER BY n DESC, a, t, b
MATCH (p:Person) OPTIONAL MATCH (p)-[w:WORKS_FOR]->(e) RETURN p.name, w.first_seen, e.name, w IS NULL AS free ORDER BY p.name, e.name
MATCH (c:Claim)-[:SAID_BY]->(p:Person)-[:WORKS_FOR]->(s:Studio)<-[:SUBJECT|OBJECT]-(c) RETURN p.name, s.name, c.quote ORDER BY c.iri
MATCH (u:Union)-[o:OPPOSES|STRIKES_AGAINST|SUES]->(x) RETURN u.name, type(o), x.name, o.first_seen, o.quote ORDER BY o.first_seen, u.name, x.name
MATCH (g:Agreement) OPTIONAL MATCH (g)-[p:PROTECTS|RESTRICTS]->(x) RETURN g.name, collect(type(p) + ' ' + x.name) AS does ORDER BY g.name
WITH 'generative AI' AS q MATCH (e:Entity) WHERE e.name = q OR q IN e.aliases MATCH (e)<-[r]-(s) WHERE r.fid IS NOT NULL RETURN s.name, type(r) ORDER BY s.name, type(r)
MATCH (e:Entity) WHERE e.iri = 'https://w3id.org/laborgraph/id/generative-ai' RETURN e.name, e.generic
MATCH (e:Entity {iri: 'https://w3id.org/laborgraph/id/' + 'generative-ai'}) RETURN e.name
MATCH (c:Claim) WHERE c.confidence = 1 OR c.confidence > 0.95 RETURN count(*) AS n
MATCH (c:Claim) WHERE c.start % 2 = 0 RETURN sum(c.start) AS s, avg(c.start) AS a, stDev(c.start) > 1 AS d
MATCH (c:Claim) RETURN c.start / 10 * 10 AS bucket, count(*) AS n ORDER BY bucket
MATCH (c:Claim) RETURN floor(c.confidence * 10) / 10 AS bucket, count(*) AS n ORDER BY bucket
MATCH (c:Claim) WITH c ORDER BY c.start WITH c.fid AS f, collect(c.iri) AS l WHERE size(l) >= 2 RETURN f, head(l) <> last(l) AS two ORDER BY f
MATCH (a:Article) RETURN a.title ORDER BY a.publisher IS NULL, a.publisher, a.title
MATCH (a:Article) RETURN a.title ORDER BY CASE a.language WHEN 'en' THEN 0 ELSE 1 END, a.title
MATCH (a:Article) WITH a.title AS t, a.published AS p ORDER BY p DESC LIMIT 2 RETURN t ORDER BY t
MATCH (s:Studio)-[u:USES]->(t) RETURN s.name + ' uses ' + t.name + CASE WHEN u.asserted THEN '' ELSE ' (not told as fact)' END AS sentence ORDER BY sentence
MATCH (s:Studio)-[u:USES]->(t) WHERE u.quote IS NOT NULL RETURN left(u.quote, 20) + '…' AS q, size(u.quote) > 20 AS cut ORDER BY q
MATCH (n:Studio) RETURN n.nme
CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType ORDER BY relationshipType
CALL db.labels() YIELD label RETURN label ORDER BY label
MATCH (n:Studio) USING INDEX n:Studio(name) WHERE n.name = 'Lumora Pictures' RETURN n.name
MATCH (n:Studio) RETURN n.name AS `a b`, n.name AS `c``d`
MATCH (n:Studio) RETURN count{(n)--()} AS c, exists{(n)--()} AS e, n.name ORDER BY n.name
MATCH (n:Studio) WHERE exists((n)-[:USES]->()) RETURN n.name
MATCH (s:Studio) RETURN s.name;
MATCH (s:Studio) /* in between */ RETURN s.name // at the end
MATCH (s:Studio) WHERE s.name IN ['Lumora Pictures', null] RETURN s.name
MATCH (s:Studio) WHERE s.kind <> 'x' OR s.kind IS NULL RETURN s.name ORDER BY s.name
MATCH (s:Studio)-[u:USES]->(t) MATCH (x)-[u]->(y) RETURN x.name, y.name ORDER BY x.name, y.name
MATCH (s:Studio)-[u:USES]->(t) MATCH (t)<-[u]-(x) RETURN x.name, t.name ORDER BY x.name, t.name
MATCH (s:Studio)-[u:USES]->(t) MATCH (t)-[u]-(x) RETURN x.name, t.name ORDER BY x.name, t.name
MATCH (s:Studio)-[u:USES]->(t) MATCH (t)-[u]->(x) RETURN count(*) AS n
MATCH (s:Studio)-[u:USES]->(t) OPTIONAL MATCH (t)-[u]->(x) RETURN s.name, t.name, x.name ORDER BY s.name, t.name
MATCH (a:Studio), (b:Tool) OPTIONAL MATCH (a)-[u:USES]->(b) WITH a, b, u WHERE u IS NULL RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio), (b:Tool) OPTIONAL MATCH (a)-[u]->(b) WHERE u.claims > 1 RETURN a.name, b.name, type(u) ORDER BY a.name, b.name, type(u)
MATCH (a:Studio) OPTIONAL MATCH (a)-[u]->(b) WHERE a.generic OR b.generic RETURN a.name, b.name ORDER BY a.name, b.name, u.fid
MATCH (a:Studio) OPTIONAL MATCH (a)-[:USES]->(t:Tool)<-[:USES]-(b:Studio) WHERE a.name < b.name RETURN a.name, t.name, b.name ORDER BY a.name, t.name, b.name
MATCH (a:Studio) OPTIONAL MATCH p = (a)-[:PART_OF*1..3]->(b) RETURN a.name, length(p) AS l, b.name ORDER BY a.name, l, b.name
MATCH (a:Studio) OPTIONAL MATCH p = shortestPath((a)-[:PART_OF|WORKS_FOR*..3]-(b:Person)) RETURN a.name, length(p) AS l, b.name ORDER BY a.name, l, b.name
MATCH (a:Studio)-[*1..2]-(b:Studio) WHERE a <> b RETURN DISTINCT a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio)-[*2]-(b:Studio) RETURN a.name, b.name, count(*) AS n ORDER BY a.name, b.name
MATCH (a:Studio), (b:Union) MATCH p = (a)-[*1..2]-(b) RETURN a.name, b.name, count(p) AS n ORDER BY a.name, b.name
MATCH (a:Studio), (b:Union) WHERE EXISTS { (a)-[*1..2]-(b) } RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio), (b:Union) WHERE (a)-[*1..2]-(b) RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (a:Studio) RETURN a.name, COUNT { (a)-[*1..2]-(:Union) } AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, size([p = (a)-[*1..2]-(:Union) WHERE length(p) = 2 | p]) AS n ORDER BY a.name
MATCH (a)-[r]->(b) WHERE r:USES|TESTS RETURN count(*) AS n
MATCH (a)-[r:USES|TESTS|REPLACES]->(b) WHERE NOT r:USES RETURN type(r) AS t, count(*) AS n ORDER BY t
MATCH (c:Claim) WHERE c.event_date > '2025-01-01' RETURN count(*) AS n
MATCH (a:Article) WHERE a.published = '2025-05-02' RETURN count(*) AS n
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH a, count(*) AS n, collect(c.predicate)[0..2] AS two ORDER BY n DESC, a.title WHERE n > 2 RETURN a.title, n, size(two)
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH a, c ORDER BY c.start WITH a, collect(c)[0] AS first, collect(c)[-1] AS last RETURN a.title, first.quote, last.quote ORDER BY a.title
MATCH (c:Claim)-[:FROM_ARTICLE]->(a) WITH a, c ORDER BY c.start DESC LIMIT 5 RETURN a.title, collect(c.start) AS s ORDER BY a.title
MATCH (c:Claim) WITH c.predicate AS p, count(*) AS n, max(c.confidence) AS m WHERE n > 1 AND m > 0.5 WITH collect({p: p, n: n}) AS l UNWIND l AS x RETURN x.p, x.n ORDER BY x.n DESC, x.p
MATCH (c:Claim) WITH collect(c) AS cs WITH cs, size(cs) AS total UNWIND cs AS c WITH c.modality AS m, count(*) AS n, total RETURN m, n, total, round(100.0 * n / total, 1) AS share ORDER BY n DESC, m
MATCH (c:Claim) WITH c.modality AS m, count(*) AS n WITH sum(n) AS total, collect([m, n]) AS l RETURN total, [x IN l WHERE x[1] > 2 | x[0]] <> [] AS some
MATCH (c:Claim) RETURN toUpper(c.modality) AS m, count(DISTINCT c.predicate) + 1 AS n ORDER BY n DESC, m
MATCH (c:Claim) RETURN c.modality + '/' + c.polarity AS k, count(*) AS n ORDER BY k
MATCH (c:Claim) WITH c.modality AS m, c.polarity AS p, count(*) AS n ORDER BY m, p RETURN m, collect(p + ':' + n) AS l
MATCH (s:Studio) WITH s ORDER BY s.name DESC RETURN collect(s.name)[..2] AS l
MATCH (s:Studio) WITH s ORDER BY s.name LIMIT 3 WITH s ORDER BY s.name DESC RETURN s.name LIMIT 1
MATCH (s:Studio) WITH s.name AS name, s ORDER BY name RETURN name, s.generic AS g SKIP 1 LIMIT 2
MATCH (s:Studio) RETURN s.name AS name, size(s.name) AS n ORDER BY n, name DESC
MATCH (s:Studio) RETURN s AS x ORDER BY x.name LIMIT 2
MATCH (s:Studio)-[u]->() RETURN u ORDER BY u.fid LIMIT 2
MATCH (s:Studio) WITH s LIMIT 0 RETURN count(s) AS n
MATCH (s:Studio) WHERE false RETURN max(s.name) AS m, count(*) AS n
WITH ['a', 'b', 'a'] AS l UNWIND l AS x WITH DISTINCT x RETURN collect(x) AS d
UNWIND [1, 2, 3] AS a UNWIND [2, 3, 4] AS b WITH a, b WHERE a = b RETURN collect(a) AS both
UNWIND [[1, 'a'], [2, 'b']] AS p WITH p[0] AS n, p[1] AS t RETURN n, t, t + n AS tn ORDER BY n
UNWIND range(1, 5) AS i RETURN i, CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END AS k, i IN [2, 3] AS m ORDER BY k, i DESC
UNWIND [1, 2] AS i CALL (i) { UNWIND range(1, i) AS j RETURN sum(j) AS s } RETURN i, s ORDER BY i
UNWIND [1, 2] AS i CALL (i) { WITH i WHERE i > 1 RETURN i * 10 AS t } RETURN i, t
UNWIND [1, null] AS i RETURN i, i + 1 AS j, coalesce(i, 0) AS k, i IS NULL AS n ORDER BY i
UNWIND ['2025-01-02', '2024-12-31'] AS s RETURN date(s) AS d ORDER BY d
UNWIND [{d: date('2025-01-02')}, {d: null}] AS m RETURN m.d AS d, m.d IS NULL AS n ORDER BY d
UNWIND $names AS n WITH n WHERE n IS NOT NULL RETURN n, size(n) AS s ORDER BY n
WITH $m AS m RETURN m.a + 1 AS a, keys(m) AS k, m {.a, c: 3} AS p
MATCH (s:Studio) WHERE NOT (s)-[:USES]->(:Tool {generic: false}) RETURN s.name ORDER BY s.name
MATCH (s:Studio) WHERE NOT EXISTS { MATCH (s)-[:USES]->(t:Tool) WHERE NOT t.generic } RETURN s.name ORDER BY s.name
MATCH (s:Studio) WHERE EXISTS { (s)-[u:USES]->() WHERE u.asserted AND EXISTS { MATCH (c:Claim) WHERE c.fid = u.fid AND c.confidence > 0.5 } } RETURN s.name ORDER BY s.name
MATCH (u:Union) WHERE ALL(x IN [(u)-[:REPRESENTS]->(r) | r] WHERE EXISTS { (x)<-[:REPLACES|AFFECTS]-() }) RETURN u.name ORDER BY u.name
MATCH (u:Union) RETURN u.name, [x IN [(u)-[:REPRESENTS]->(r) | r] | x.name + ':' + COUNT { (x)<-[:REPLACES]-() }] AS l ORDER BY u.name
MATCH (t:Tool) WITH t, [(t)<-[u:USES]-(s) | {who: s.name, when: u.first_seen}] AS us WHERE size(us) > 0 UNWIND us AS u RETURN t.name, u.who, u.when ORDER BY u.when, u.who, t.name
MATCH (t:Tool) RETURN t.name, reduce(d = date('2099-01-01'), x IN [(t)<-[u:USES]-() | u.first_seen] | CASE WHEN x < d THEN x ELSE d END) AS first ORDER BY t.name
MATCH (a:Article)-[:MENTIONS]->(e) WITH e, collect(DISTINCT a.language) AS ls, count(*) AS n WHERE n >= 2 AND 'fr' IN ls RETURN e.name, n ORDER BY n DESC, e.name
MATCH (a:Article)-[m:MENTIONS]->(e) WHERE any(s IN m.surfaces WHERE s <> e.name) RETURN e.name, m.surfaces ORDER BY e.name, a.title
MATCH (a:Article)-[m1:MENTIONS]->(x:Union), (a)-[m2:MENTIONS]->(y:Studio) RETURN x.name, y.name, count(a) AS n ORDER BY n DESC, x.name, y.name
MATCH (x)-[r {asserted: false}]->(y) RETURN x.name, type(r), y.name ORDER BY x.name, type(r), y.name
MATCH (s:Studio&Entity)-[:USES]->(t:Tool&!Vendor) RETURN s.name, t.name ORDER BY s.name, t.name
MATCH (n:!Claim&!Article&!Entity) RETURN labels(n) AS l, n.iri
MATCH (n:Resource) WHERE NOT n:Entity AND NOT n:Claim RETURN n.title ORDER BY n.title
MATCH (n) RETURN count(n) AS n, count(n.name) AS named, count(DISTINCT n.iri) AS iris
MATCH ()-[r]->() RETURN count(r) AS n, count(r.fid) AS facts, count(DISTINCT type(r)) AS types
MATCH (n) WHERE n.name IS NOT NULL RETURN min(n.name) AS a, max(n.name) AS b
MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, collect(DISTINCT b.name) AS bs, size(collect(b)) AS n ORDER BY n DESC, a LIMIT 5
MATCH (s)-[u]->(o) WHERE u.first_seen.year = 2025 AND u.first_seen.quarter = 3 RETURN count(*) AS n
MATCH (n) RETURN n.iri ORDER BY n.iri SKIP 5 LIMIT 3
MATCH (n:Claim) WITH n SKIP 2 RETURN count(n) AS n
MATCH (n:Studio) RETURN n.name AS x UNION MATCH (n:Studio) RETURN toUpper(n.name) AS x
MATCH (s:Studio) CALL (s) { MATCH (s)-->(o) RETURN o ORDER BY o.iri LIMIT 1 UNION MATCH (s)<--(o) RETURN o ORDER BY o.iri LIMIT 1 } RETURN s.name, o.iri ORDER BY s.name, o.iri
MATCH (s:Studio) CALL (s) { MATCH (s)-[:USES]->(t) WITH t ORDER BY t.name RETURN collect(t.name) AS ts } CALL (s) { MATCH (s)-[:TESTS]->(t) RETURN count(t) AS tests } RETURN s.name, ts, tests ORDER BY s.name
MATCH (s:Studio) CALL (s) { CALL (s) { MATCH (s)-->(t) RETURN count(t) AS k } RETURN k * 2 AS kk } RETURN s.name, kk ORDER BY s.name
MATCH (a:Studio) WITH a MATCH (b:Studio) WHERE b.name > a.name WITH a, min(b.name) AS nxt RETURN a.name, nxt ORDER BY a.name
MATCH (s:Studio) RETURN s.name, EXISTS { (s)-[:USES]->() } AND s.generic = false AS b ORDER BY s.name
MATCH (a:Studio) RETURN a.name, size([p = (a)-[*1..2]-(:Union) | p]) AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, size([(a)-[*1..2]-(:Union) | 1]) AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, size([p = (a)-[*1..2]-(:Union) | length(p)]) AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[*1..2]-(:Union) | length(p)] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[*1..2]-(x:Union) | length(p) + x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)--(x:Union) WHERE length(p) = 1 | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[r]-(x:Union) WHERE type(r) <> 'USES' | length(p)] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[r*1..2]-(x:Union) WHERE size(r) = 2 | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[r*1..2]-(x:Union) | size(r)] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [(a)-[r*1..2]-(x:Union) WHERE size(r) = 2 | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [(a)-[r*1..2]-(x:Union) WHERE x.name > 'A' | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[*1..2]-(x:Union) WHERE all(n IN nodes(p) WHERE NOT n:Claim) | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[*2..2]-(x:Union) | nodes(p)[1].name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-->()<--(x:Union) WHERE length(p) = 2 | nodes(p)[1].name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-->()<--(x:Union) WHERE any(n IN nodes(p) WHERE n.generic) | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[:USES]->(x) WHERE p IS NOT NULL | x.name] AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[:USES]->(x) | [r IN relationships(p) | type(r)]] AS n ORDER BY a.name
MATCH (a:Studio) WHERE EXISTS { MATCH p = (a)-[*1..2]-(:Union) WHERE length(p) = 2 } RETURN a.name ORDER BY a.name
MATCH (a:Studio) RETURN a.name, COUNT { MATCH p = (a)-[*1..2]-(:Union) WHERE length(p) = 2 } AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, COUNT { p = (a)-[*1..2]-(:Union) WHERE length(p) = 2 } AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, COUNT { (a)-[r*1..2]-(:Union) WHERE size(r) = 2 } AS n ORDER BY a.name
MATCH (a:Studio) WHERE EXISTS { (a)-[r*1..2]-(:Union) WHERE size(r) = 2 } RETURN a.name ORDER BY a.name
MATCH (a:Studio) RETURN a.name, COLLECT { MATCH p = (a)-[*1..2]-(x:Union) WHERE length(p) = 2 RETURN x.name } AS n ORDER BY a.name
MATCH (a:Studio) RETURN a.name, [p = (a)-[*1..2]-(x:Union) | p][0] IS NULL AS n ORDER BY a.name
