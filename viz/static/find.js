"use strict";
// Search as you type, over names, aliases, quotes, titles, publishers and verbs; case and accents do not count.
(() => {
  const lg = globalThis.laborgraph;
  const { claims, fold, links, subject, object, factAt, coded } = lg;
  const { nodes, facts, articles } = lg.rows;
  const articleAt = coded("claims", "article").at;
  const predicates = coded("facts", "predicate");
  const nodeText = [], articleText = [], claimText = [];
  const PIECE = 2000;

  // Texts are folded while the reader looks; a search that comes first folds the rest itself.
  const texts = [
    [nodes, nodeText, (node) => lg.allNames(node).join("\n")],
    [articles, articleText, (article) => `${article.title ?? ""}\n${article.publisher ?? ""}`],
    [claims, claimText, (claim) => `${claim.quote}\n${claim.said_as ?? ""}`],
  ];
  const prepare = (most = Infinity) => {
    for (const [items, folded, text] of texts) {
      while (folded.length < items.length) {
        if (most-- <= 0) return false;
        folded.push(fold(text(items[folded.length])));
      }
    }
    return true;
  };
  const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 30));
  const warm = () => { if (!prepare(PIECE)) idle(warm); };

  const marks = (items, term) => Uint8Array.from(items, (text) => (text.includes(term) ? 1 : 0));

  /** Mark the claims and nodes that hold every word; null when nothing is searched. */
  const match = (query) => {
    const terms = fold(query).split(/\s+/).filter(Boolean);
    if (!terms.length) return null;
    prepare();
    let foundClaims = null, foundNodes = null;
    for (const term of terms) {
      const inNodes = marks(nodeText, term), inArticles = marks(articleText, term);
      const words = predicates.of.map((name) => {
        const verb = lg.page.strings.predicates[name];
        return fold(verb ? `${verb.one}\n${verb.many}` : name).includes(term);
      });
      const inFacts = Uint8Array.from(facts, (_, i) => (inNodes[subject[i]] || inNodes[object[i]] || words[predicates.at[i]] ? 1 : 0));
      const inClaims = new Uint8Array(claims.length);
      for (let i = 0; i < claims.length; i++) {
        if (foundClaims && !foundClaims[i]) continue;
        if (inFacts[factAt[i]] || inArticles[articleAt[i]] || links.some((link) => inNodes[link[i]] === 1) || claimText[i].includes(term)) inClaims[i] = 1;
      }
      foundClaims = inClaims;
      foundNodes = foundNodes ? foundNodes.map((mark, i) => mark & inNodes[i]) : inNodes;
    }
    return { claims: foundClaims, nodes: foundNodes };
  };

  /** Name the entities that a search means: those whose name begins with it first, then those most is said about. */
  const entities = (query, most, fits = () => true) => {
    const found = match(query);
    if (!found) return [];
    const start = fold(query).trim();
    return nodes.filter((node) => found.nodes[node.index] && fits(node))
      .map((node) => ({ node, begins: fold(lg.nameAt(node.index)).startsWith(start) }))
      .sort((a, b) => b.begins - a.begins || lg.weights[b.node.index] - lg.weights[a.node.index] || (a.node.id < b.node.id ? -1 : 1))
      .slice(0, most).map(({ node }) => node.id);
  };

  lg.find = { match, entities, warm: () => idle(warm) };
})();
