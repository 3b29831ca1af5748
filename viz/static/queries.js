"use strict";
// The claims of the present view as a query, to go on with in a database: by its filters where the page holds the whole
// dataset, else claim by claim.
(() => {
  const lg = globalThis.laborgraph;
  const { base, vocabulary, whole } = lg.page.meta;
  const ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const LINE = 5;
  const text = (quote) => (value) => quote + value.replace(/[\\'"\n\r\t]/g, (one) => ESCAPES[one] ?? `\\${one}`) + quote;
  const rows = (items) => items.reduce((all, item, i) => all + (i % LINE ? " " : "\n    ") + item, "");
  const local = (iri) => (/^[\w-]+$/.test(iri) ? `id:${iri}` : `<${lg.iri(iri).replace(/[<>"{}|\\^`\s]/g, encodeURIComponent)}>`);

  /** Say of what some values are chosen; the empty one stands for none. */
  const either = (set, or, among, none) => {
    const values = [...set].filter((value) => value !== "");
    return [values.length && among(values), set.has("") && none].filter(Boolean).join(or);
  };
  // Of a date known by its year, the year is compared: it may lie on either side.
  const dates = ({ from, to, dated }, { day, known, unknown, or, and, quote }) => {
    const bounds = dated ? [known] : [];
    if (from) bounds.push(`(${day} >= ${quote(from)}${or}${day} = ${quote(from.slice(0, 4))})`);
    if (to) bounds.push(`${day} < ${quote(lg.facets.textOf(lg.facets.monthOf(to) + 1))}`);
    return bounds.length && !dated ? [`(${unknown}${or}${bounds.join(and)})`] : bounds;
  };

  const cypherFilters = (view) => {
    const { sets } = view, quote = text("'");
    const list = (values) => `[${values.map(quote).join(", ")}]`;
    const iris = (values) => list(values.map(lg.iri));
    const found = [...sets["no-type"]].map((type) => `NOT s:${type} AND NOT o:${type}`);
    if (sets["no-modality"].size) found.push(`NOT c.modality IN ${list([...sets["no-modality"]])}`);
    if (sets.predicate.size) found.push(`c.predicate IN ${list([...sets.predicate])}`);
    if (sets.role.size) found.push(`(s.iri IN ${iris([...sets.role])} OR o.iri IN ${iris([...sets.role])})`);
    if (sets.speaker.size) found.push(`(${either(sets.speaker, " OR ", (ids) => `who.iri IN ${iris(ids)}`, "who IS NULL")})`);
    for (const key of ["publisher", "language"])
      if (sets[key].size) found.push(`(${either(sets[key], " OR ", (values) => `a.${key} IN ${list(values)}`, `a.${key} IS NULL`)})`);
    if (view.confidence) found.push(`c.confidence >= ${view.confidence}`);
    return [...found, ...dates(view, { day: "day", known: "day IS NOT NULL", unknown: "day IS NULL", or: " OR ", and: " AND ", quote })];
  };

  /** Ask in Cypher for these claims, or for those that the filters of a view leave. */
  const cypher = (ids, filters) => `${ids ? `UNWIND [${rows(ids.map((id, i) => text("'")(id) + (i < ids.length - 1 ? "," : "")))}
] AS id\nMATCH (c:Claim {iri: '${base}' + id})-[:FROM_ARTICLE]->(a:Article)` : "MATCH (c:Claim)-[:FROM_ARTICLE]->(a:Article)"}
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (c)-[:SAID_BY]->(who:Entity)
WITH c, a, s, o, who, coalesce(toString(a.published), a.published_text) AS day
${filters.length ? `WHERE ${filters.join("\n  AND ")}\n` : ""}RETURN c.iri AS claim, s.name AS subject, c.predicate AS predicate, o.name AS object, c.modality AS modality,
  who.name AS speaker, c.quote AS quote, a.title AS title, a.url AS url, day AS published
ORDER BY claim`;

  const sparqlFilters = (view) => {
    const { sets } = view, quote = text('"');
    const list = (values, word) => values.map(word).join(", ");
    const named = (name) => `lg:${name}`;
    const found = [];
    if (sets["no-modality"].size) found.push(`?modality NOT IN (${list([...sets["no-modality"]], named)})`);
    if (sets.predicate.size) found.push(`?predicate IN (${list([...sets.predicate], named)})`);
    if (sets.role.size) found.push(`?s IN (${list([...sets.role], local)}) || ?o IN (${list([...sets.role], local)})`);
    if (sets.speaker.size) found.push(either(sets.speaker, " || ", (ids) => `?who IN (${list(ids, local)})`, "!BOUND(?who)"));
    for (const key of ["publisher", "language"])
      if (sets[key].size) found.push(either(sets[key], " || ", (values) => `STR(?${key}) IN (${list(values, quote)})`, `!BOUND(?${key})`));
    if (view.confidence) found.push(`?confidence >= ${view.confidence}`);
    found.push(...dates(view, { day: "?published", known: "BOUND(?published)", unknown: "!BOUND(?published)", or: " || ", and: " && ", quote }));
    const off = [...sets["no-type"]].map(named).join(" ");
    return [...found.map((one) => `FILTER(${one})`),
      ...(off ? [`FILTER NOT EXISTS { VALUES ?off { ${off} } { ?s a ?off } UNION { ?o a ?off } }`] : [])];
  };

  /** Ask the same in SPARQL 1.1. */
  const sparql = (ids, filters) => `PREFIX lg: <${vocabulary}>
PREFIX id: <${base}>
SELECT ?claim ?subject ?predicate ?object ?modality ?speaker ?quote ?title ?url ?published WHERE {
${ids ? `  VALUES ?claim {${rows(ids.map(local))}\n  }\n` : ""}  ?claim a lg:Claim ; lg:subject ?s ; lg:predicate ?predicate ; lg:object ?o ; lg:modality ?modality ; lg:quote ?quote ;
    lg:confidence ?confidence ; lg:fromArticle ?article .
  ?s lg:name ?subject . ?o lg:name ?object .
  OPTIONAL { ?article lg:title ?title }
  OPTIONAL { ?claim lg:saidBy ?who . ?who lg:name ?speaker }
  OPTIONAL { ?article lg:url ?url }
  OPTIONAL { ?article lg:publisher ?publisher }
  OPTIONAL { ?article lg:language ?language }
  OPTIONAL { ?article lg:published|lg:publishedText ?day BIND(STR(?day) AS ?published) }
${filters.map((one) => `  ${one}\n`).join("")}}
ORDER BY ?claim`;

  /** Write the query of a view whose table shows these claims. */
  const write = (name, view, shown) => {
    const ids = whole && !view.q ? null : shown.map((place) => lg.claims[place].id).sort();
    return name === "cypher" ? cypher(ids, ids ? [] : cypherFilters(view)) : sparql(ids, ids ? [] : sparqlFilters(view));
  };

  lg.queries = { write };
})();
