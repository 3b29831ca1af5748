"use strict";
// The claims of the present view as a query, to go on with in a database.
(() => {
  const lg = globalThis.laborgraph;
  const LINE = 4;
  const listed = (items) => items.reduce((text, item, i) => text + (i % LINE ? " " : "\n    ") + item, "");

  /** Ask for these claims in Cypher; for all that the database holds when `iris` is null. */
  const cypher = (iris) => {
    const texts = iris?.map((iri, i) => `'${iri.replace(/[\\']/g, "\\$&")}'${i < iris.length - 1 ? "," : ""}`);
    return `MATCH (c:Claim)-[:FROM_ARTICLE]->(a:Article)
${texts ? `WHERE c.iri IN [${listed(texts)}\n]\n` : ""}MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (c)-[:SAID_BY]->(who:Entity)
RETURN c.iri AS claim, s.name AS subject, c.predicate AS predicate, o.name AS object, c.modality AS modality,
  who.name AS speaker, c.quote AS quote, a.title AS title, a.url AS url, a.published AS published
ORDER BY claim`;
  };

  /** Ask for these claims in SPARQL 1.1. */
  const sparql = (iris) => {
    const texts = iris?.map((iri) => `<${iri.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent)}>`);
    return `PREFIX lg: <${lg.page.meta.vocabulary}>
SELECT ?claim ?subject ?predicate ?object ?modality ?speaker ?quote ?title ?url ?published WHERE {
${texts ? `  VALUES ?claim {${listed(texts)}\n  }\n` : ""}  ?claim a lg:Claim ; lg:subject/lg:name ?subject ; lg:predicate ?predicate ; lg:object/lg:name ?object ;
    lg:modality ?modality ; lg:quote ?quote ; lg:fromArticle ?article .
  ?article lg:title ?title .
  OPTIONAL { ?claim lg:saidBy/lg:name ?speaker }
  OPTIONAL { ?article lg:url ?url }
  OPTIONAL { ?article lg:published ?published }
}
ORDER BY ?claim`;
  };

  lg.queries = { cypher, sparql };
})();
