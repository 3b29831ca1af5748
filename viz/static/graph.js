"use strict";
// The picture: vis-network draws shapes and lines at given places; the overlay writes on them.
(() => {
  const lg = globalThis.laborgraph;
  const { page } = lg;
  // Where all of it would be too small to read, the picture begins at what most is said about.
  const LEGIBLE = 0.25;
  const GLYPHS = 0.3;
  const MANY = 800;
  const state = { lit: null, chosen: new Set(), pinned: new Set(), over: null };
  let drawn = new Map(), shown = new Map(), byWeight = [];
  let network, nodeSet, edgeSet, colours, box;

  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const names = ["paper", "ink", "line", "alarm", "accent"];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  };
  const lineColour = (fact) => (lg.disputed(fact) || fact.style === "denied" ? colours.alarm : colours.line);
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
      if (!network.body.nodes[id]) continue; // between two pictures
      const { size, label, type } = drawn.get(id);
      const { x, y } = network.body.nodes[id];
      const name = state.pinned.has(id) ? `${label} ⚲` : label;
      nodes.push({ id, x, y, size, label: name, look: page.looks.types[type], dim: dimNode(id), chosen: state.chosen.has(id) || state.over === id });
    }
    nodes.sort((a, b) => a.dim - b.dim);
    const scale = network.getScale();
    const edges = [];
    for (const fact of shown.values()) {
      const chosen = state.chosen.has(fact.id) || state.over === fact.id;
      if ((scale < GLYPHS && !chosen) || !network.body.edges[fact.id]?.connected) continue;
      const colour = lineColour(fact);
      edges.push({
        id: fact.id, at: (part) => edgePoint(fact.id, part), label: lg.verbOf(fact), glyph: lg.looks.glyph(fact),
        colour, alarm: colour === colours.alarm, dim: dimFact(fact.id), chosen,
      });
    }
    edges.sort((a, b) => b.chosen - a.chosen || a.dim - b.dim);
    const corner = network.DOMtoCanvas({ x: 0, y: 0 });
    const frame = { left: corner.x * scale, top: corner.y * scale };
    Object.assign(frame, { right: frame.left + box.clientWidth, bottom: frame.top + box.clientHeight });
    lg.overlay.draw(context, { scale, frame, nodes, edges, colours });
  };

  const nodeLook = (node) => {
    const { colour: background, shape } = page.looks.types[node.type];
    const active = { background, border: colours.accent };
    return {
      id: node.id, shape, size: node.size, opacity: dimNode(node.id) ? 0.2 : 1,
      color: { background, border: colours.ink, highlight: active, hover: active },
      borderWidth: page.meta.centre.includes(node.id) || state.pinned.has(node.id) ? 4 : 1.5,
    };
  };
  const edgeLook = (fact) => ({
    id: fact.id, from: fact.subject, to: fact.object, width: fact.width,
    dashes: page.looks.modalities[fact.style].dashes.length ? page.looks.modalities[fact.style].dashes : false,
    smooth: fact.bend ? { enabled: true, type: fact.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(fact.bend) } : false,
    color: { color: lineColour(fact), highlight: colours.accent, hover: colours.accent, opacity: dimFact(fact.id) ? 0.12 : 1, inherit: false },
  });

  /** Give every node and edge its look for the present theme and search. */
  const paint = () => {
    if (!network) return;
    nodeSet.update([...drawn.values()].map(nodeLook));
    edgeSet.update([...shown.values()].map(edgeLook));
  };

  /** Draw these nodes and facts and no others; what stays does not move. */
  const show = ({ nodes, facts }, change) => {
    Object.assign(state, change);
    drawn = new Map([...nodes].map((id) => [id, lg.nodes.get(id)]));
    shown = new Map(facts.map((fact) => [fact.id, fact]));
    byWeight = [...nodes].sort((a, b) => lg.weight(b) - lg.weight(a) || (a < b ? -1 : 1));
    lg.place.place(nodes);
    if (!nodeSet) return;
    edgeSet.remove(edgeSet.getIds().filter((id) => !shown.has(id)));
    nodeSet.remove(nodeSet.getIds().filter((id) => !drawn.has(id)));
    nodeSet.update([...drawn.values()].map((node) => ({ ...nodeLook(node), ...(nodeSet.get(node.id) ? {} : lg.place.spots.get(node.id)) })));
    edgeSet.update(facts.map(edgeLook));
    const many = facts.length > MANY;
    if (many !== state.many) network?.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many, hover: !many } });
    state.many = many;
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
  const start = ({ onFact, onNode, onNothing, onMore }, ready) => {
    box = document.getElementById("graph");
    readColours();
    nodeSet = new vis.DataSet();
    edgeSet = new vis.DataSet();
    show({ nodes: [...drawn.keys()], facts: [...shown.values()] }, {});
    const options = structuredClone(page.drawing.options);
    Object.assign(options.interaction, { hideEdgesOnDrag: state.many, hideEdgesOnZoom: state.many, hover: !state.many });
    network = new vis.Network(box, { nodes: nodeSet, edges: edgeSet }, options);
    network.on("click", ({ nodes, edges }) => (nodes.length ? onNode(nodes[0]) : edges.length ? onFact(edges[0]) : onNothing()));
    network.on("afterDrawing", overlay);
    const nodeTip = (id) => `${lg.nameOf(id)} · ${page.strings.types[lg.nodes.get(id).type]}`;
    const factTip = (id) => `${lg.sentence(lg.facts.get(id))} · ${lg.count(lg.claimsOf(id).length, "claims")}`;
    network.on("hoverNode", hover((event) => event.node, nodeTip));
    network.on("hoverEdge", hover((event) => event.edge, factTip));
    network.on("blurNode", hover(() => null));
    network.on("blurEdge", hover(() => null));
    // The library counts the time until it comes to a click, which a busy page prolongs; the browser knows when it was made.
    box.addEventListener("dblclick", ({ clientX, clientY }) => {
      const frame = box.getBoundingClientRect();
      const node = network.getNodeAt({ x: clientX - frame.left, y: clientY - frame.top });
      if (node !== undefined) onMore(node);
    });
    network.on("doubleClick", ({ nodes, event }) => nodes.length && event.pointerType !== "mouse" && onMore(nodes[0]));
    network.on("dragEnd", ({ nodes }) => { for (const id of nodes) lg.place.move(id, network.getPosition(id)); });
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
    const nodes = (ids ?? [...drawn.keys()]).filter((id) => drawn.has(id));
    if (nodes.length) network?.fit({ nodes, maxZoomLevel: 1.2, animation: animate && motion() });
  };

  /** Make a fact or an entity stand out, with what touches it. */
  const choose = (facts, nodes, move) => {
    state.chosen = new Set([...facts, ...nodes]);
    if (!network) return;
    network.setSelection({ nodes: nodes.filter((id) => drawn.has(id)).slice(0, 1), edges: facts.filter((id) => shown.has(id)) }, { highlightEdges: false });
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
    const at = network && drawn.has(id) ? network.canvasToDOM(network.getPosition(id)) : null;
    return at && { x: frame.left + at.x, y: frame.top + at.y };
  };

  const camera = () => {
    const { x, y } = network.getViewPosition();
    return [Math.round(x), Math.round(y), Number(network.getScale().toFixed(3))];
  };
  const look = ([x, y, scale]) => network?.moveTo({ position: { x, y }, scale });

  /** Tell what the frame shows, for pictures of it: places, sizes and colours, in canvas units. */
  const snapshot = () => ({
    colours, canvas: box.querySelector("canvas"),
    nodes: byWeight.map((id) => ({ node: drawn.get(id), ...network.getPosition(id), dim: dimNode(id) })),
    edges: [...shown.values()].map((fact) => ({ fact, from: network.getPosition(fact.subject), to: network.getPosition(fact.object),
      middle: edgePoint(fact.id, 0.5), colour: lineColour(fact), dim: dimFact(fact.id) })),
  });

  lg.graph = {
    start, show, fit, choose, zoom, camera, look, snapshot, edgePosition, nodePosition,
    has: (id) => drawn.has(id), drawn: () => drawn, shown: () => shown,
  };
})();
