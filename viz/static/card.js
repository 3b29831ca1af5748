"use strict";
// The card of an entity, with what can be done with it in the picture, and the path between two.
(() => {
  const lg = globalThis.laborgraph;
  const { el, say, ui, page } = lg;
  const { fill, list, close, told } = lg.panel;

  const button = (act, id, text) => el("button", { type: "button", "data-act": act, "data-id": id }, text);

  const showNode = (id, { more, pinned, drawn }) => {
    const node = lg.nodes.get(id);
    const others = [...new Set(lg.allNames(node))].filter((name) => name !== lg.nameOf(id));
    const facts = [...lg.factsOf(id)].sort((a, b) => told(b) - told(a) || (lg.sentence(a) < lg.sentence(b) ? -1 : 1));
    const own = new Set(facts);
    const part = [...new Set(lg.partIn(id).map((claim) => lg.facts.get(claim.fact)))].filter((fact) => !own.has(fact));
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
      list(ui.facts_from, facts.filter((fact) => fact.subject === id)),
      list(ui.facts_to, facts.filter((fact) => fact.subject !== id)),
      list(ui.mentioned, part),
      facts.length || part.length ? null : el("p", {}, ui.no_facts));
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
          claim ? el("blockquote", { lang: claim.language || null, dir: "auto" }, el("mark", {}, claim.quote)) : null);
      })) : null);
  };

  lg.card = { showNode, shortest, showPath };
})();
