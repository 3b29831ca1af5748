"use strict";
// The picture: vis-network draws shapes and lines at given places; the overlay writes on them.
(() => {
  const lg = globalThis.laborgraph;
  const { page } = lg;
  const drawn = new Map(page.drawing.nodes.map((node) => [node.id, node]));
  const byWeight = [...drawn.keys()].sort((a, b) => lg.weight(b) - lg.weight(a) || (a < b ? -1 : 1));
  // Where all of it would be too small to read, the picture begins at what most is said about.
  const LEGIBLE = 0.25;
  const GLYPHS = 0.3;
  const state = { lit: null, chosen: new Set(), hiddenNodes: new Set(), hiddenFacts: new Set(), over: null };
  let network, nodeSet, edgeSet, colours, box;

  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const names = ["paper", "ink", "line", "alarm", "accent"];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  };
  const lineColour = (fact) => (fact.contested || fact.style === "denied" ? colours.alarm : colours.line);
  const glyph = (fact) => (fact.contested ? page.looks.contested : page.looks.modalities[fact.style].glyph);
  const dimNode = (id) => state.lit !== null && !state.lit.nodes.has(id);
  const dimFact = (id) => state.lit !== null && !state.lit.facts.has(id);

  const edgePoint = (id, part) => {
    const edge = network.body.edges[id];
    return edge?.connected ? edge.edgeType.getPoint(part) : null;
  };

  const overlay = (context) => {
    const nodes = [];
    const first = byWeight.filter((id) => state.chosen.has(id) || state.over === id);
    for (const id of new Set([...first, ...byWeight])) {
      if (state.hiddenNodes.has(id)) continue;
      const { size, label } = drawn.get(id);
      const { x, y } = network.body.nodes[id];
      const look = page.looks.types[lg.nodes.get(id).type];
      nodes.push({ id, x, y, size, label, look, dim: dimNode(id), chosen: state.chosen.has(id) || state.over === id });
    }
    nodes.sort((a, b) => a.dim - b.dim);
    const scale = network.getScale();
    const edges = [];
    for (const fact of page.facts) {
      const chosen = state.chosen.has(fact.id) || state.over === fact.id;
      const middle = state.hiddenFacts.has(fact.id) || (scale < GLYPHS && !chosen) ? null : edgePoint(fact.id, 0.5);
      if (!middle) continue;
      const look = { glyph: glyph(fact), colour: lineColour(fact), dim: dimFact(fact.id), chosen };
      edges.push({ id: fact.id, ...middle, label: lg.verbOf(fact), ...look });
    }
    edges.sort((a, b) => b.chosen - a.chosen);
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const frame = { left: corner.x * scale, top: corner.y * scale };
    Object.assign(frame, { right: frame.left + box.clientWidth, bottom: frame.top + box.clientHeight });
    lg.overlay.draw(context, { scale, frame, nodes, edges, colours });
  };

  /** Give every node and edge its look for the present theme, filters and search. */
  const paint = () => {
    if (!network) return;
    const bright = { highlight: colours.accent, hover: colours.accent };
    nodeSet.update([...drawn.values()].map(({ id, color: background }) => {
      const active = { background, border: colours.accent };
      return {
        id, hidden: state.hiddenNodes.has(id), opacity: dimNode(id) ? 0.2 : 1,
        color: { background, border: colours.ink, highlight: active, hover: active },
        borderWidth: page.meta.centre.includes(id) ? 4 : 1.5,
      };
    }));
    edgeSet.update(page.facts.map((fact) => ({
      id: fact.id, hidden: state.hiddenFacts.has(fact.id),
      color: { color: lineColour(fact), ...bright, opacity: dimFact(fact.id) ? 0.12 : 1, inherit: false },
    })));
  };

  const tip = (text, at) => {
    const element = document.getElementById("tip");
    element.hidden = !text;
    element.textContent = text ?? "";
    if (!text) return;
    const left = Math.min(at.x + 14, box.clientWidth - element.offsetWidth - 8);
    element.style.transform = `translate(${Math.max(4, left)}px, ${Math.min(at.y + 14, box.clientHeight - element.offsetHeight - 8)}px)`;
  };

  const hover = (id, text) => (event) => {
    state.over = id(event);
    box.classList.toggle("pointing", state.over !== null);
    tip(state.over === null ? null : text(state.over), event.pointer?.DOM);
    network.redraw();
  };

  /** Start the picture; `ready` is called once it is drawn and listens. */
  const start = (onFact, onNode, onNothing, ready) => {
    box = document.getElementById("graph");
    readColours();
    nodeSet = new vis.DataSet(page.drawing.nodes.map(({ label, ...node }) => node));
    edgeSet = new vis.DataSet(page.drawing.edges);
    const many = page.facts.length > 800;
    const options = structuredClone(page.drawing.options);
    Object.assign(options.interaction, { hideEdgesOnDrag: many, hideEdgesOnZoom: many, hover: !many });
    network = new vis.Network(box, { nodes: nodeSet, edges: edgeSet }, options);
    network.on("click", ({ nodes, edges }) => (nodes.length ? onNode(nodes[0]) : edges.length ? onFact(edges[0]) : onNothing()));
    network.on("afterDrawing", overlay);
    const nodeTip = (id) => `${lg.nameOf(id)} · ${page.strings.types[lg.nodes.get(id).type]}`;
    const factTip = (id) => `${lg.sentence(lg.facts.get(id))} · ${lg.count(lg.claimsOf(id).length, "claims")}`;
    network.on("hoverNode", hover((event) => event.node, nodeTip));
    network.on("hoverEdge", hover((event) => event.edge, factTip));
    network.on("blurNode", hover(() => null));
    network.on("blurEdge", hover(() => null));
    for (const name of ["click", "dragStart", "zoom"]) network.on(name, () => tip(null));
    // The library does not tell when the mouse leaves its frame.
    box.addEventListener("mouseleave", () => { state.over = null; tip(null); network.redraw(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); paint(); });
    fit();
    if (network.getScale() < LEGIBLE) fit([byWeight[0], ...lg.factsOf(byWeight[0]).flatMap((fact) => [fact.subject, fact.object])]);
    network.once("afterDrawing", () => requestAnimationFrame(ready));
    network.redraw();
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
  const fit = (ids, animate = false) => {
    const nodes = (ids ?? [...drawn.keys()]).filter((id) => drawn.has(id) && !state.hiddenNodes.has(id));
    if (nodes.length) network?.fit({ nodes, maxZoomLevel: 1.2, animation: animate && motion() });
  };

  /** Make a fact or an entity stand out, with what touches it. */
  const choose = (facts, nodes, move) => {
    state.chosen = new Set([...facts, ...nodes]);
    if (!network) return;
    network.setSelection({ nodes: nodes.filter((id) => drawn.has(id)).slice(0, 1), edges: facts }, { highlightEdges: false });
    if (move) fit([...nodes, ...facts.flatMap((id) => [lg.facts.get(id).subject, lg.facts.get(id).object])], true);
    network.redraw();
  };

  const zoom = (factor) => network?.moveTo({ scale: network.getScale() * factor, animation: motion() });

  /** Tell where in the window a mouse meets this edge and nothing else. */
  const edgePosition = (id) => {
    const frame = box.getBoundingClientRect();
    for (const part of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]) {
      const point = network && edgePoint(id, part);
      if (!point) return null;
      const at = network.canvasToDOM(point);
      if (network.getEdgeAt(at) === id && network.getNodeAt(at) === undefined) return { x: frame.left + at.x, y: frame.top + at.y };
    }
    return null;
  };
  const nodePosition = (id) => {
    const frame = box.getBoundingClientRect();
    const at = drawn.has(id) && network ? network.canvasToDOM(network.getPosition(id)) : null;
    return at && { x: frame.left + at.x, y: frame.top + at.y };
  };

  lg.graph = {
    start, fit, choose, zoom, edgePosition, nodePosition,
    show: (change) => { Object.assign(state, change); paint(); },
    has: (id) => drawn.has(id),
  };
})();
