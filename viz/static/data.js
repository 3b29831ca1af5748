"use strict";
// What the page knows: entities, facts, claims and articles, unpacked on demand from columns (see payload.py).
(() => {
  const lg = globalThis.laborgraph;
  const { page, language } = lg;
  const { tables } = page;
  const LINKS = ["speaker", "via", "production", "agreement", "event"];
  const NONE = { at: null, of: [] };

  const reader = (column) => {
    if (Array.isArray(column)) return function () { return column[this.index]; };
    const of = column.of ?? tables[column.ref].columns.id;
    return function () { return of[column.at[this.index]]; };
  };

  /** Make one light object a row; what it tells is read from the columns when it is asked for. */
  const rows = (name) => {
    const Row = class { constructor(index) { this.index = index; } };
    for (const [key, column] of Object.entries(tables[name].columns)) Object.defineProperty(Row.prototype, key, { get: reader(column) });
    return Array.from({ length: tables[name].count }, (_, index) => new Row(index));
  };

  /** Give a column as numbers: `at` for each row its place in `of`, -1 or undefined for none. */
  const coded = (name, key) => {
    const column = tables[name].columns[key];
    if (!column) return { ...NONE, at: new Int32Array(tables[name].count).fill(-1) };
    if (column.ref) return { at: column.at, of: tables[column.ref].columns.id };
    if (column.of) return column;
    const places = new Map();
    const at = column.map((value) => places.get(value) ?? (places.set(value, places.size), places.size - 1));
    return { at, of: [...places.keys()] };
  };

  const nodes = rows("nodes"), facts = rows("facts"), claims = rows("claims"), articles = rows("articles");
  const byId = (list) => new Map(list.map((item) => [item.id, item]));
  const nodeOf = byId(nodes), factOf = byId(facts), articleOf = byId(articles);
  const subject = coded("facts", "subject").at, object = coded("facts", "object").at;
  const factAt = coded("claims", "fact").at;
  const links = LINKS.map((key) => coded("claims", key).at);

  const weights = new Int32Array(nodes.length), told = new Int32Array(facts.length);
  const seen = new Int32Array(nodes.length).fill(-1);
  for (let i = 0; i < claims.length; i++) {
    told[factAt[i]]++;
    const count = (node) => { if (node >= 0 && seen[node] !== i) { seen[node] = i; weights[node]++; } };
    count(subject[factAt[i]]);
    count(object[factAt[i]]);
    for (const link of links) count(link[i]);
  }

  /** Sort row numbers into lists by a key; made when first asked for. */
  const grouped = (make) => { let lists; return (place) => (lists ??= make())[place] ?? []; };
  const lists = (size) => Array.from({ length: size }, () => []);
  const factsAt = grouped(() => {
    const found = lists(nodes.length);
    facts.forEach((fact, i) => { found[subject[i]].push(fact); if (object[i] !== subject[i]) found[object[i]].push(fact); });
    return found;
  });
  // Claims are packed newest first; under their fact they stand oldest first.
  const claimsAt = grouped(() => {
    const found = lists(facts.length);
    for (let i = claims.length - 1; i >= 0; i--) found[factAt[i]].push(claims[i]);
    return found;
  });
  const partAt = grouped(() => {
    const found = lists(nodes.length);
    claims.forEach((claim, i) => { for (const node of new Set(links.map((link) => link[i]))) if (node >= 0) found[node].push(claim); });
    return found;
  });

  const names = [];
  const nameAt = (place) => (names[place] ??= nodes[place].names?.find(([code]) => code === language)?.[1] ?? nodes[place].name);
  const nameOf = (id) => (nodeOf.has(id) ? nameAt(nodeOf.get(id).index) : id);
  const allNames = (node) => [node.name, ...(node.names ?? []).map(([, label]) => label), ...(node.aliases ?? [])];
  // A craft is a group of people; of general terms the ending tells ("unions", "studios").
  const many = (node) => node?.type === "Role" || Boolean(node?.generic && /[sx]$/i.test(nameAt(node.index)));
  const verbOf = (fact) => page.strings.predicates[fact.predicate]?.[many(nodeOf.get(fact.subject)) ? "many" : "one"] ?? fact.predicate;
  const sentence = (fact) => `${nameOf(fact.subject)} ${verbOf(fact)} ${nameOf(fact.object)}`;
  /** Give the fact of this page that cannot be so while this one is, where claims affirm both. */
  const contraryOf = (fact) => factOf.get(fact.contradicts);
  const disputed = (fact) => Boolean(fact.contested || contraryOf(fact));
  const articleFor = (claim) => articleOf.get(claim.article) ?? {};

  /** Whom a claim's news comes from: claims of one origin are reprints of each other (docs/design.md, "The RDF"). */
  const originOf = (claim) => {
    const article = articleFor(claim);
    return claim.via ? nameOf(claim.via) : article.credit || article.publisher || "";
  };

  Object.assign(lg, {
    nodes: nodeOf, facts: factOf, articles: articleOf, claims, rows: { nodes, facts, articles },
    coded, links, subject, object, factAt, weights, told, nameOf, nameAt, allNames, verbOf, sentence, contraryOf, disputed, articleFor, originOf,
    weight: (id) => weights[nodeOf.get(id)?.index] ?? 0,
    dateOf: (claim) => articleFor(claim).published ?? "",
    claimsOf: (id) => (factOf.has(id) ? claimsAt(factOf.get(id).index) : []),
    factsOf: (id) => (nodeOf.has(id) ? factsAt(nodeOf.get(id).index) : []),
    partIn: (id) => (nodeOf.has(id) ? partAt(nodeOf.get(id).index) : []),
    iri: (id) => page.meta.base + id,
    local: (iri) => (iri.startsWith(page.meta.base) ? iri.slice(page.meta.base.length) : iri),
  });
})();
