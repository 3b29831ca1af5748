"use strict";
// Which of the nodes and facts that the page carries are drawn: those that matter most, and what the reader asked for.
(() => {
  const lg = globalThis.laborgraph;
  const { page, rows, weights } = lg;
  const NODES = Math.max(250, page.drawing.first.length), LINES = 400, MORE = 25;
  const first = page.drawing.first.map((id) => lg.nodes.get(id));
  const inFirst = new Set(first);
  let ranked = null;
  const order = () => (ranked ??= [...first, ...rows.nodes.filter((node) => !inFirst.has(node) && lg.factsOf(node.id).length)
    .sort((a, b) => weights[b.index] - weights[a.index] || (a.id < b.id ? -1 : 1))]);
  const other = (fact, id) => (fact.subject === id ? fact.object : fact.subject);

  /** Choose what is drawn for a view, `visible` marking the facts that its filters leave. */
  const compose = (view, visible) => {
    const { add, pin, hide, "no-type": off } = view.sets;
    const asked = new Set([...page.meta.centre, ...add, ...pin, ...(view.path ?? [])].filter((id) => lg.nodes.has(id)));
    if (view.kind === "node" && lg.nodes.has(view.id)) asked.add(view.id);
    if (view.kind === "fact" && lg.facts.has(view.id)) {
      asked.add(lg.facts.get(view.id).subject);
      asked.add(lg.facts.get(view.id).object);
    }
    const narrowed = lg.state.filtered(view);
    const nodes = new Set();
    let lines = 0;
    for (const node of narrowed ? order() : first) {
      if (hide.has(node.id) || off.has(node.type)) continue;
      const facts = lg.factsOf(node.id).filter((fact) => visible[fact.index]);
      if (narrowed && !facts.length && !asked.has(node.id)) continue;
      lines += facts.filter((fact) => nodes.has(other(fact, node.id))).length;
      if (narrowed && (nodes.size >= NODES || (lines > LINES && nodes.size > 1))) break;
      nodes.add(node.id);
    }
    for (const id of asked) if (!hide.has(id) || id === view.id) nodes.add(id);
    const facts = [];
    for (const id of nodes)
      for (const fact of lg.factsOf(id)) if (fact.subject === id && visible[fact.index] && nodes.has(fact.object)) facts.push(fact);
    return { nodes, facts };
  };

  /** Name the neighbours of a node that are not drawn, those most is said about between them first. */
  const beyond = (id, visible, drawn) => {
    const told = new Map();
    for (const fact of lg.factsOf(id)) {
      const end = other(fact, id);
      if (end !== id && visible[fact.index] && !drawn.has(end)) told.set(end, (told.get(end) ?? 0) + lg.told[fact.index]);
    }
    return [...told.keys()].sort((a, b) => told.get(b) - told.get(a) || (a < b ? -1 : 1));
  };

  const expand = (view, id, visible, drawn) => {
    for (const end of beyond(id, visible, drawn).slice(0, MORE)) { view.sets.add.add(end); view.sets.hide.delete(end); }
  };
  /** Take away the neighbours that only this node joins to the picture. */
  const collapse = (view, id, facts) => {
    const ends = new Map();
    for (const fact of facts) for (const end of [fact.subject, fact.object]) ends.set(end, (ends.get(end) ?? new Set()).add(other(fact, end)));
    for (const end of ends.get(id) ?? []) {
      if (end === id || ends.get(end).size > 1 || view.sets.pin.has(end)) continue;
      view.sets.add.delete(end);
      view.sets.hide.add(end);
    }
  };
  const hide = (view, id) => {
    for (const key of ["add", "pin"]) view.sets[key].delete(id);
    view.sets.hide.add(id);
    if (view.kind) Object.assign(view, { kind: "", id: "" });
  };
  const pin = (view, id) => { if (!view.sets.pin.delete(id)) view.sets.pin.add(id); };

  lg.scene = { compose, beyond, expand, collapse, hide, pin, MORE };
})();
