"use strict";
// What the page knows: entities, facts, claims and articles by id, and who stands in which.
(() => {
  const lg = globalThis.laborgraph;
  const { page, language, fold } = lg;
  const byId = (list) => new Map(list.map((item) => [item.id, item]));
  const group = (map, key, item) => (map.has(key) ? map.get(key).push(item) : map.set(key, [item]));

  const nodes = byId(page.nodes);
  const facts = byId(page.facts);
  const articles = byId(page.articles);
  const claims = page.claims;
  const claimsOf = new Map();
  const factsOf = new Map();
  const partIn = new Map();
  const LINKS = ["speaker", "via", "production", "agreement", "event"];

  for (const fact of page.facts) for (const end of new Set([fact.subject, fact.object])) group(factsOf, end, fact);
  for (const claim of claims) {
    group(claimsOf, claim.fact, claim);
    for (const id of new Set(LINKS.map((link) => claim[link]).filter(Boolean))) group(partIn, id, claim);
  }
  const dateOf = (claim) => articles.get(claim.article)?.published ?? "";
  for (const list of claimsOf.values()) list.sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0));

  const nameOf = (id) => nodes.get(id)?.names[language] ?? nodes.get(id)?.name ?? id;
  // A craft is a group of people; of general terms the ending tells ("unions", "studios").
  const many = (node) => node?.type === "Role" || Boolean(node?.generic && /[sx]$/i.test(nameOf(node.id)));
  const verbOf = (fact) => page.strings.predicates[fact.predicate]?.[many(nodes.get(fact.subject)) ? "many" : "one"] ?? fact.predicate;
  const sentence = (fact) => `${nameOf(fact.subject)} ${verbOf(fact)} ${nameOf(fact.object)}`;
  const weight = (id) => (factsOf.get(id) ?? []).reduce((sum, fact) => sum + (claimsOf.get(fact.id)?.length ?? 0), 0);

  // Folded text to search in, made once for each entity and claim.
  const nodeText = new Map(page.nodes.map((node) => [
    node.id, fold([node.name, ...Object.values(node.names), ...(node.aliases ?? [])].join("\n")),
  ]));
  const claimText = new Map(claims.map((claim) => {
    const fact = facts.get(claim.fact);
    const article = articles.get(claim.article);
    const ids = [fact.subject, fact.object, ...LINKS.map((link) => claim[link]).filter(Boolean)];
    const words = [fold([claim.quote, claim.said_as, verbOf(fact), article?.title, article?.publisher]
      .filter(Boolean).join("\n")), ...ids.map((id) => nodeText.get(id))];
    return [claim.id, words.join("\n")];
  }));

  Object.assign(lg, {
    nodes, facts, articles, claims, nameOf, verbOf, sentence, weight, dateOf, nodeText, claimText,
    claimsOf: (id) => claimsOf.get(id) ?? [],
    factsOf: (id) => factsOf.get(id) ?? [],
    partIn: (id) => partIn.get(id) ?? [],
    iri: (id) => page.meta.base + id,
    local: (iri) => (iri.startsWith(page.meta.base) ? iri.slice(page.meta.base.length) : iri),
  });
})();
