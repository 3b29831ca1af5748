"use strict";
// The page as a whole: what is chosen, what the address says, what keys do.
(() => {
  const lg = globalThis.laborgraph;
  const { el, ui } = lg;
  const ready = () => performance.mark("laborgraph-ready");
  const main = document.querySelector("main:not(.nothing)");
  if (!main) {
    ready();
    return;
  }
  const query = document.getElementById("query");
  const hits = document.getElementById("hits");
  const reset = document.getElementById("reset");
  const narrow = matchMedia("(max-width: 860px)");
  let opener = null, typing = 0;

  const address = () => {
    const [, kind, id] = /^#(fact|node)=(.+)$/.exec(location.hash) ?? [];
    if (!kind) return null;
    try {
      return { kind, id: lg.local(decodeURIComponent(id)) };
    } catch {
      return { kind, id };
    }
  };

  /** Open what is asked for; tell when the page does not hold it. */
  const open = (target, { move = false, focus = true } = {}) => {
    const { kind, id } = target ?? {};
    const known = kind === "fact" ? lg.facts.has(id) : kind === "node" && lg.nodes.has(id);
    const facts = !known ? [] : kind === "fact" ? [id] : lg.factsOf(id).map((fact) => fact.id);
    const nodes = !known ? [] : kind === "fact" ? [lg.facts.get(id).subject, lg.facts.get(id).object] : [id];
    if (known && kind === "fact") lg.panel.showFact(id);
    else if (known) lg.panel.showNode(id);
    else lg.panel.showStart(target && id);
    lg.graph.choose(facts, nodes, move);
    lg.table.choose(facts);
    document.body.classList.toggle("reading", known);
    if (known && focus) {
      lg.panel.heading().focus({ preventScroll: true });
      if (narrow.matches) lg.panel.panel.scrollIntoView({ block: "start" });
    }
  };

  const go = (kind, id, options) => {
    opener ??= document.activeElement;
    const hash = kind ? `#${kind}=${encodeURIComponent(kind === "node" ? lg.iri(id) : id)}` : "#";
    try {
      if (location.hash !== hash) history.pushState(null, "", hash);
    } catch {
      // A sandboxed frame has no history to write; the page works without.
    }
    open(kind ? { kind, id } : null, options);
  };
  const close = () => {
    go(null, null, { focus: false });
    (opener?.checkVisibility() ? opener : query).focus({ preventScroll: !narrow.matches });
    opener = null;
  };

  const refresh = (move = false) => {
    const { claims, named, searching, ...rest } = lg.find.result();
    lg.graph.show(rest);
    lg.table.show(claims, searching);
    document.querySelector("#status span").textContent = lg.say("shown", { shown: claims.length, all: lg.claims.length });
    reset.hidden = claims.length === lg.claims.length && !searching;
    const best = named.sort((a, b) => lg.weight(b) - lg.weight(a)).slice(0, 6);
    hits.replaceChildren(...best.map((id) => {
      const name = lg.nameOf(id);
      const properties = { type: "button", "data-node": id, "aria-label": lg.say("search_go", { name }) };
      return el("li", {}, el("button", properties, el("b", { dir: "auto" }, name), ` ${lg.page.strings.types[lg.nodes.get(id).type]}`));
    }));
    hits.hidden = !best.length || document.activeElement !== query;
    if (move) lg.graph.fit(searching ? [...rest.lit.nodes] : undefined, true);
  };

  const forget = () => { hits.hidden = true; };

  query.addEventListener("input", () => {
    lg.find.state.query = query.value;
    clearTimeout(typing);
    typing = setTimeout(() => refresh(true), 120);
  });
  document.getElementById("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    lg.find.state.query = query.value;
    refresh(true);
    hits.querySelector("button")?.click();
    forget();
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !hits.hidden) { event.preventDefault(); hits.querySelector("button").focus(); }
  });
  hits.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    (document.activeElement.parentElement[step]?.firstChild ?? query).focus();
  });
  reset.addEventListener("click", () => { query.value = ""; lg.find.reset(); refresh(true); query.focus(); });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-node], [data-fact], [data-close]");
    if (!event.target.closest("#finder")) forget();
    if (!target || event.target.closest("a") || getSelection().toString()) return;
    if (target.dataset.close !== undefined) close();
    else if (target.dataset.node) { forget(); go("node", target.dataset.node, { move: true }); }
    else go("fact", target.dataset.fact, { move: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !hits.hidden) { forget(); query.focus(); }
    else if (event.key === "Escape" && document.body.classList.contains("reading")) close();
    else if (event.key === "/" && !event.target.closest("input")) { event.preventDefault(); query.focus(); }
  });
  // Other fragments, such as the link to the table, leave the panel as it is.
  const follow = () => (address() || !location.hash) && open(address(), { move: true });
  for (const name of ["popstate", "hashchange"]) addEventListener(name, follow);

  document.getElementById("zoom-in").addEventListener("click", () => lg.graph.zoom(1.4));
  document.getElementById("zoom-out").addEventListener("click", () => lg.graph.zoom(1 / 1.4));
  document.getElementById("fit").addEventListener("click", () => lg.graph.fit(undefined, true));
  if (narrow.matches) document.getElementById("legend").open = false;

  lg.find.legend(() => refresh());
  lg.table.start(() => refresh());
  try {
    lg.graph.start((id) => go("fact", id), (id) => go("node", id), () => document.body.classList.contains("reading") && close(), ready);
  } catch (error) {
    document.getElementById("graph").replaceChildren(el("p", { class: "notice" }, ui.failed));
    console.warn(error);
    ready();
  }
  refresh();
  open(address(), { move: true, focus: Boolean(address()) });
  lg.edgePosition = lg.graph.edgePosition;
  lg.nodePosition = lg.graph.nodePosition;
  Object.freeze(lg);
})();
