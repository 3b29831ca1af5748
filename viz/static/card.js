"use strict";
// The card of an entity, with what can be done with it in the picture, and the path between two.
(() => {
  const lg = globalThis.laborgraph;
  const { el, say, ui, page } = lg;
  const { fill, list, close, told } = lg.panel;
  const OBJECTING = ["opposes", "strikesAgainst", "sues", "restricts"], ANSWERING = ["supports", "protects", "agreesWith", "negotiatesWith"];
  const BESIDE = 6;

  const button = (act, id, text) => el("button", { type: "button", "data-act": act, "data-id": id }, text);

  /** Tell what is said against something: a fear, a denial, resistance. */
  const objects = (claim, { predicate }) =>
    ["feared", "denied"].includes(claim.modality) || (claim.polarity === "negative") !== OBJECTING.includes(predicate);
  const answers = (claim, { predicate }) => ANSWERING.includes(predicate);

  /** Find what the articles of some facts say beside these, against something or for it; most told first. */
  const beside = (facts, which) => {
    const articles = new Set([...facts].flatMap((fact) => lg.claimsOf(fact.id)).map((claim) => claim.article));
    const found = new Map();
    for (const claim of articles.size ? lg.claims : []) {
      const fact = lg.facts.get(claim.fact);
      if (articles.has(claim.article) && !facts.has(fact) && which(claim, fact)) found.set(fact, (found.get(fact) ?? 0) + 1);
    }
    return [...found.keys()].sort((a, b) => found.get(b) - found.get(a) || (a.id < b.id ? -1 : 1)).slice(0, BESIDE);
  };

  const showNode = (id, { more, pinned, drawn }) => {
    const node = lg.nodes.get(id);
    const others = [...new Set(lg.allNames(node))].filter((name) => name !== lg.nameOf(id));
    const own = [...lg.factsOf(id)].sort((a, b) => told(b) - told(a) || (lg.sentence(a) < lg.sentence(b) ? -1 : 1));
    const part = [...new Set(lg.partIn(id).map((claim) => lg.facts.get(claim.fact)))].filter((fact) => !own.includes(fact));
    const against = own.filter((fact) => lg.claimsOf(fact.id).some((claim) => objects(claim, fact)));
    const about = new Set([...own, ...part]);
    const objections = beside(about, objects);
    const responses = beside(new Set([...about, ...objections]), answers);
    fill(
      el("p", { class: "kicker" }, [page.strings.types[node.type], node.kind, node.generic && ui.generic].filter(Boolean).join(" · ")),
      el("h2", { tabindex: "-1", dir: "auto" }, lg.nameOf(id)), close(),
      others.length ? el("p", { class: "meta", dir: "auto" }, say("known_as", { names: others.join(", ") })) : null,
      el("p", { class: "acts" },
        more ? button("expand", id, say("expand", { some: Math.min(more, lg.scene.MORE), all: more })) : null,
        drawn ? button("collapse", id, ui.collapse) : null,
        drawn ? button("hide", id, ui.hide) : null,
        button("pin", id, pinned ? ui.unpin : ui.pin),
        node.type === "Role" ? button("role", id, ui.only_role) : null,
        button("from", id, ui.path_from)),
      list(ui.facts_against, against, true),
      list(ui.facts_from, own.filter((fact) => fact.subject === id && !against.includes(fact)), true),
      list(ui.facts_to, own.filter((fact) => fact.subject !== id && !against.includes(fact)), true),
      list(ui.mentioned, part, true),
      list(ui.beside_against, objections, true),
      list(ui.beside_answers, responses, true),
      own.length || part.length ? null : el("p", {}, ui.no_facts));
  };

  /** Find a shortest chain of facts among those left; null where there is none. */
  const shortest = (from, to, visible) => {
    const came = new Map([[from, null]]);
    let edge = [from];
    while (edge.length && !came.has(to)) {
      const next = [];
      for (const id of edge) {
        for (const fact of [...lg.factsOf(id)].sort((a, b) => told(b) - told(a))) {
          const end = fact.subject === id ? fact.object : fact.subject;
          if (!visible[fact.index] || came.has(end)) continue;
          came.set(end, { id, fact });
          next.push(end);
        }
      }
      edge = next;
    }
    if (!came.has(to)) return null;
    const nodes = [to], facts = [];
    for (let step = came.get(to); step; step = came.get(step.id)) { nodes.unshift(step.id); facts.unshift(step.fact); }
    return { nodes, facts };
  };

  const showPath = ([from, to], path) => {
    const names = { from: lg.nameOf(from), to: lg.nameOf(to) };
    fill(
      el("p", { class: "kicker" }, ui.path),
      el("h2", { tabindex: "-1", dir: "auto" }, say("path_title", names)), close(),
      el("p", { class: "meta" }, path ? say("path_found", { hops: path.facts.length }) : ui.path_none),
      path ? el("ol", { class: "facts" }, path.facts.map((fact) => {
        const [claim] = lg.claimsOf(fact.id);
        return el("li", {}, lg.panel.factButton(fact),
          claim ? el("blockquote", { lang: lg.articleFor(claim).language || null, dir: "auto" }, el("mark", {}, claim.quote)) : null);
      })) : null);
  };

  lg.card = { showNode, shortest, showPath };
})();
