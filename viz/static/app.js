"use strict";
// The page as a whole: a view, told by the address; a change makes a new one, and everything is shown after it.
(() => {
  const lg = globalThis.laborgraph;
  const { el, ui, state } = lg;
  const ready = () => { performance.mark("laborgraph-ready"); lg.find?.warm(); };
  if (!document.querySelector("main:not(.nothing)")) {
    ready();
    return;
  }
  const $ = (id) => document.getElementById(id);
  const query = $("query"), hits = $("hits");
  const narrow = matchMedia("(max-width: 860px)");
  let view = state.decode(location.hash) ?? state.fresh();
  let result = null, scene = null, shownFor = null, opener = null, typed = false, waiting = 0;

  /** Show what the filters and the search leave, in picture and table. */
  const refresh = () => {
    const found = lg.find.match(view.q);
    result = lg.facets.apply(view, found?.claims);
    const key = state.encode({ ...view, kind: "", path: null, at: null, sets: { ...view.sets, add: new Set(), hide: new Set(), pin: new Set() } });
    if (key !== shownFor) {
      lg.table.show(result.claims, Boolean(found));
      lg.filters.refresh(view, result);
      shownFor = key;
    }
    scene = lg.scene.compose(view, result.facts);
    const path = view.path && lg.card.shortest(...view.path, result.facts);
    if (path) {
      for (const id of path.nodes) scene.nodes.add(id);
      for (const fact of path.facts) if (!scene.facts.includes(fact)) scene.facts.push(fact);
    }
    let lit = path && { nodes: new Set(path.nodes), facts: new Set(path.facts.map((fact) => fact.id)) };
    if (found && !lit) {
      const facts = scene.facts.filter((fact) => result.lit[fact.index]);
      const named = [...scene.nodes].filter((id) => found.nodes[lg.nodes.get(id).index]);
      lit = { facts: new Set(facts.map((fact) => fact.id)), nodes: new Set([...named, ...facts.flatMap((fact) => [fact.subject, fact.object])]) };
    }
    lg.graph.show(scene, { lit, pinned: view.sets.pin });
    const drawable = lg.page.meta.drawable;
    $("status").querySelector("span").textContent = lg.say("shown", { shown: result.claims.length, all: lg.claims.length })
      + (scene.nodes.size < drawable ? ` · ${lg.say("drawn", { shown: scene.nodes.size, all: drawable })}` : "");
    $("reset").hidden = state.encode({ ...view, kind: "", path: null, at: null }) === "#";
    $("undo").disabled = !state.past.length;
    return { lit, path };
  };

  /** Open what the view is about; tell when the page does not hold it. */
  const open = ({ path }, { move = false, focus = true } = {}) => {
    const { kind, id } = view;
    const known = kind === "fact" ? lg.facts.has(id) : kind === "node" && lg.nodes.has(id);
    const facts = !known ? [] : kind === "fact" ? [id] : lg.factsOf(id).map((fact) => fact.id);
    const nodes = !known ? [] : kind === "fact" ? [lg.facts.get(id).subject, lg.facts.get(id).object] : [id];
    if (known && kind === "fact") lg.panel.showFact(id);
    else if (known) lg.card.showNode(id, { more: lg.scene.beyond(id, result.facts, scene.nodes).length, pinned: view.sets.pin.has(id), drawn: scene.nodes.has(id) });
    else if (view.path) lg.card.showPath(view.path, path);
    else lg.panel.showStart(kind && id);
    document.body.classList.toggle("wide", known && kind === "fact" && lg.disputed(lg.facts.get(id)));
    lg.graph.choose(facts, nodes, move);
    if (view.path && path && !known) lg.graph.fit(path.nodes, true);
    lg.table.choose(facts);
    const reading = known || Boolean(view.path);
    document.body.classList.toggle("reading", reading);
    if (reading && focus) {
      lg.panel.heading().focus({ preventScroll: true });
      if (narrow.matches) lg.panel.panel.scrollIntoView({ block: "start" });
    }
  };

  /** Change the view: remember it, write the address, show it. `typing` is a step of many, which count as one. */
  const change = (mutate, { typing = false, panel = false, ...options } = {}) => {
    const before = state.encode(view);
    view.at = null;
    mutate(view);
    const after = state.encode(view);
    if (after !== before) {
      if (!(typing && typed)) state.remember(before);
      state.write(after, typing && typed);
      typed = typing;
    }
    const shown = refresh();
    if (panel) open(shown, options);
    else if (view.path) open(shown, { focus: false }); // filters may have cut the path
    return shown;
  };
  const go = (kind, id, options) => {
    opener ??= document.activeElement;
    change((now) => Object.assign(now, { kind, id, path: null }), { panel: true, ...options });
  };
  const close = () => {
    go("", "", { focus: false });
    (opener?.checkVisibility() ? opener : query).focus({ preventScroll: !narrow.matches });
    opener = null;
  };
  const restore = (hash) => {
    const decoded = state.decode(hash);
    if (!decoded) return; // a link within the page leaves the view as it is
    view = decoded;
    query.value = view.q;
    open(refresh(), { move: true, focus: Boolean(view.kind) });
    if (view.at) lg.graph.look(view.at);
  };
  const undo = () => {
    const before = state.recall();
    if (before === undefined) return;
    state.write(before);
    restore(before);
    typed = false;
  };

  const suggest = () => {
    const best = lg.find.entities(query.value, 6);
    hits.replaceChildren(...best.map((id) => {
      const name = lg.nameOf(id);
      return el("li", {}, el("button", { type: "button", "data-node": id, "aria-label": lg.say("search_go", { name }) },
        el("b", { dir: "auto" }, name), ` ${lg.page.strings.types[lg.nodes.get(id).type]}`));
    }));
    hits.hidden = !best.length || document.activeElement !== query;
  };
  const seek = () => {
    cancelAnimationFrame(waiting);
    const { lit } = change((now) => { now.q = query.value.trim(); }, { typing: true });
    suggest();
    lg.graph.fit(lit ? [...lit.nodes] : undefined, true);
  };
  const forget = () => { hits.hidden = true; };

  const pathEnds = { from: null, to: null };
  const acts = {
    ...lg.save.acts,
    cypher: () => lg.save.query("cypher", view),
    sparql: () => lg.save.query("sparql", view),
    link: () => { lg.save.copy(location.href.split("#")[0] + state.encode({ ...view, at: lg.graph.camera() })); },
    expand: (id) => change((now) => lg.scene.expand(now, id, result.facts, scene.nodes), { panel: true, focus: false }),
    collapse: (id) => change((now) => lg.scene.collapse(now, id, scene.facts), { panel: true, focus: false }),
    hide: (id) => change((now) => lg.scene.hide(now, id), { panel: true, focus: false }),
    pin: (id) => change((now) => lg.scene.pin(now, id), { panel: true, focus: false }),
    role: (id) => change((now) => { now.sets.role = new Set([id]); }, { panel: true }),
    from: (id) => { $("tools").open = true; pathEnds.from = id; $("path-from").value = lg.nameOf(id); $("path-to").focus(); },
    reset: () => {
      change((now) => Object.assign(now, { ...state.fresh(), kind: now.kind, id: now.id }), { panel: true, focus: false });
      query.value = "";
      lg.graph.fit(undefined, true);
      query.focus();
    },
    undo,
    "zoom-in": () => lg.graph.zoom(1.4),
    "zoom-out": () => lg.graph.zoom(1 / 1.4),
    fit: () => lg.graph.fit(undefined, true),
  };
  lg.wire({ acts, go, close, seek, suggest, forget, restore, change, pathEnds, plan: () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(seek); } });

  query.value = view.q;
  if (narrow.matches) $("legend").open = false;
  lg.filters.start(change);
  lg.table.start(() => lg.table.show(result.claims, Boolean(view.q)));
  const shown = refresh();
  try {
    lg.graph.start({
      onFact: (id) => go("fact", id), onNode: (id) => go("node", id),
      onNothing: () => document.body.classList.contains("reading") && close(), onMore: acts.expand,
    }, ready);
  } catch (error) {
    $("graph").replaceChildren(el("p", { class: "notice" }, ui.failed));
    console.warn(error);
    ready();
  }
  open(shown, { move: Boolean(view.kind), focus: Boolean(view.kind) });
  if (view.at) lg.graph.look(view.at);
  lg.edgePosition = lg.graph.edgePosition;
  lg.nodePosition = lg.graph.nodePosition;
  Object.freeze(lg);
})();
