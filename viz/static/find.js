"use strict";
// Search and legend: which claims, nodes and edges are left, and which stand out.
(() => {
  const lg = globalThis.laborgraph;
  const { el, svg, ui, page } = lg;
  const state = { query: "", types: new Set(), modalities: new Set() };

  /** Say what the filters and the search leave. */
  const result = () => {
    const terms = lg.fold(state.query).split(/\s+/).filter(Boolean);
    const within = (text) => terms.every((term) => text.includes(term));
    const hiddenNodes = new Set(page.nodes.filter((node) => state.types.has(node.type)).map((node) => node.id));
    const shown = new Set();
    const left = lg.claims.filter((claim) => {
      const fact = lg.facts.get(claim.fact);
      if (state.modalities.has(claim.modality) || hiddenNodes.has(fact.subject) || hiddenNodes.has(fact.object)) return false;
      shown.add(claim.fact);
      return true;
    });
    const hiddenFacts = new Set(page.facts.filter((fact) => !shown.has(fact.id)).map((fact) => fact.id));
    if (!terms.length) return { claims: left, hiddenNodes, hiddenFacts, lit: null, named: [], searching: false };
    const claims = left.filter((claim) => within(lg.claimText.get(claim.id)));
    const named = page.nodes.filter((node) => !hiddenNodes.has(node.id) && within(lg.nodeText.get(node.id))).map((node) => node.id);
    const facts = new Set(claims.map((claim) => claim.fact));
    const nodes = new Set(named);
    for (const id of facts) { nodes.add(lg.facts.get(id).subject); nodes.add(lg.facts.get(id).object); }
    return { claims, hiddenNodes, hiddenFacts, lit: { nodes, facts }, named, searching: true };
  };

  const SHAPES = {
    square: "M3 3H17V17H3Z", dot: "M10 2A8 8 0 1 1 9.99 2Z", diamond: "M10 1L19 10L10 19L1 10Z", triangle: "M10 2L19 17H1Z",
    triangleDown: "M1 3H19L10 18Z", hexagon: "M5.5 2.5H14.5L19 10L14.5 17.5H5.5L1 10Z",
    star: "M10 1L12.6 7.1L19.2 7.6L14.2 11.9L15.7 18.4L10 14.9L4.3 18.4L5.8 11.9L.8 7.6L7.4 7.1Z",
  };
  const shape = (look) => {
    const middle = { triangle: 15.5, triangleDown: 11.5 }[look.shape] ?? 13.5;
    return svg("svg", { class: "shape", viewBox: "0 0 20 20", "aria-hidden": "true" },
      svg("path", { d: SHAPES[look.shape], fill: look.colour }), svg("text", { x: 10, y: middle, fill: look.ink }, look.letter));
  };

  const switches = (box, title, names, hidden, picture, word, onChange) => {
    box.append(el("h3", {}, title), el("div", {}, names.map((name) => el("button", {
      type: "button", class: "switch", "aria-pressed": "true", "data-filter": name,
      onclick: (event) => {
        const off = !hidden.delete(name);
        if (off) hidden.add(name);
        event.currentTarget.setAttribute("aria-pressed", String(!off));
        onChange();
      },
    }, picture(name), word(name)))));
  };

  /** Fill the legend with what this page holds. */
  const legend = (onChange) => {
    const types = new Set(page.drawing.nodes.map((node) => lg.nodes.get(node.id).type));
    const modalities = new Set(lg.claims.map((claim) => claim.modality));
    const glyphs = page.looks.modalities;
    switches(document.getElementById("legend-types"), ui.legend_types, Object.keys(page.looks.types).filter((name) => types.has(name)),
      state.types, (name) => shape(page.looks.types[name]), (name) => page.strings.types[name], onChange);
    switches(document.getElementById("legend-modalities"), ui.legend_modalities, Object.keys(glyphs).filter((name) => modalities.has(name)),
      state.modalities, lg.panel.line, (name) => [glyphs[name].glyph, page.strings.modalities[name]].filter(Boolean).join(" "), onChange);
    if (page.facts.some((fact) => fact.contested)) document.querySelector("#legend-modalities div").append(
      el("span", { class: "switch key" }, el("b", { class: "contested" }, page.looks.contested), ui.contested_why));
  };

  const reset = () => {
    state.query = "";
    state.types.clear();
    state.modalities.clear();
    for (const button of document.querySelectorAll("#legend .switch[aria-pressed]")) button.setAttribute("aria-pressed", "true");
  };

  lg.find = { state, result, legend, reset };
})();
