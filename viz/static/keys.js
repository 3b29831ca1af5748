"use strict";
// What clicks, keys and forms do, by mouse, by finger and by keyboard alike.
(() => {
  const lg = globalThis.laborgraph;
  const { el } = lg;
  const $ = (id) => document.getElementById(id);

  lg.wire = ({ acts, go, close, seek, plan, forget, restore, change, pathEnds }) => {
    const query = $("query"), hits = $("hits");
    query.addEventListener("input", plan);
    $("finder").addEventListener("submit", (event) => {
      event.preventDefault();
      seek();
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

    // The two ends of a path are chosen by name; what is offered under each is the best six.
    for (const end of ["from", "to"]) {
      const box = $(`path-${end}`), list = $(`path-${end}-names`);
      box.addEventListener("input", () => {
        const best = lg.find.entities(box.value, 6, (node) => lg.factsOf(node.id).length > 0);
        list.replaceChildren(...best.map((id) => el("option", { value: lg.nameOf(id) })));
        pathEnds[end] = best[0] ?? null;
      });
    }
    $("path-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const { from, to } = pathEnds;
      if (from && to && from !== to) change((view) => Object.assign(view, { kind: "", id: "", path: [from, to] }), { panel: true });
      else $(from ? "path-to" : "path-from").focus();
    });

    document.addEventListener("click", (event) => {
      const target = event.target.closest("[data-node], [data-fact], [data-close], [data-act]");
      if (!event.target.closest("#finder")) forget();
      if (!target || event.target.closest("a") || getSelection().toString()) return;
      const { node, fact, act, id } = target.dataset;
      if (act) acts[act](id);
      else if (target.dataset.close !== undefined) close();
      else if (node) { forget(); go("node", node, { move: true }); }
      else go("fact", fact, { move: true });
    });
    // In a frame without an address of its own, a link within the page would lead out of it.
    document.querySelector(".skip").addEventListener("click", (event) => {
      if (location.protocol !== "about:") return;
      event.preventDefault();
      $("claims").focus();
      $("claims").scrollIntoView();
    });
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, textarea");
      if (event.key === "Escape" && !hits.hidden) { forget(); query.focus(); }
      else if (event.key === "Escape" && document.body.classList.contains("reading") && !$("by-hand").open) close();
      else if (event.key === "/" && !writing) { event.preventDefault(); query.focus(); }
      else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !writing) { event.preventDefault(); acts.undo(); }
    });
    for (const name of ["popstate", "hashchange"]) addEventListener(name, () => restore(location.hash));
  };
})();
