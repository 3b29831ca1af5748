"use strict";
// The view as an SVG file: text that can be selected, the same places, colours and line patterns as the picture.
(() => {
  const lg = globalThis.laborgraph;
  const { svg } = lg;
  const FONT = "system-ui, sans-serif";

  const line = ({ fact, from, to, middle, colour, dim }, reach) => {
    const bent = middle ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    // The middle of a quadratic curve lies halfway between its handle and the middle of its ends.
    const handle = { x: 2 * bent.x - (from.x + to.x) / 2, y: 2 * bent.y - (from.y + to.y) / 2 };
    const way = Math.hypot(to.x - handle.x, to.y - handle.y) || 1;
    const end = { x: to.x - ((to.x - handle.x) * (reach + 5)) / way, y: to.y - ((to.y - handle.y) * (reach + 5)) / way };
    const dashes = lg.page.looks.modalities[fact.style].dashes.join(" ");
    const path = svg("path", {
      d: `M${from.x} ${from.y}Q${handle.x.toFixed(1)} ${handle.y.toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}`, fill: "none", stroke: colour,
      "stroke-width": fact.width, "stroke-opacity": dim ? 0.15 : 1, "marker-end": "url(#arrow)", ...(dashes ? { "stroke-dasharray": dashes } : {}),
    }, svg("title", {}, lg.sentence(fact)));
    const glyph = lg.looks.glyph(fact);
    if (!glyph) return [path];
    return [path, svg("circle", { cx: bent.x, cy: bent.y, r: 8, fill: "#fff", stroke: colour }),
      svg("text", { x: bent.x, y: bent.y + 4, "text-anchor": "middle", "font-size": 12, "font-weight": 700, fill: colour }, glyph)];
  };

  const shape = ({ node, x, y, dim }, ink, paper) => {
    const scale = node.size / lg.looks.RADIUS;
    return svg("g", { opacity: dim ? 0.3 : 1 },
      svg("title", {}, `${lg.nameOf(node.id)} · ${lg.page.strings.types[node.type]}`),
      svg("g", { transform: `translate(${x} ${y}) scale(${scale.toFixed(3)}) translate(-10 -10)` },
        ...lg.looks.drawing(node.type, { stroke: ink, "stroke-width": 0.8 })),
      svg("text", { x, y: y + node.size + 14, "text-anchor": "middle", "font-size": 12, fill: ink, stroke: paper, "stroke-width": 3, "paint-order": "stroke" }, node.label));
  };

  /** Write the picture with its title and where it comes from. */
  const write = ({ nodes, edges, colours }, title, caption) => {
    const spots = nodes.length ? nodes : [{ x: 0, y: 0 }];
    const left = Math.min(...spots.map((spot) => spot.x)) - 120, top = Math.min(...spots.map((spot) => spot.y)) - 100;
    const width = Math.max(...spots.map((spot) => spot.x)) + 120 - left, height = Math.max(...spots.map((spot) => spot.y)) + 110 - top;
    const sizes = new Map(nodes.map(({ node }) => [node.id, node.size]));
    const text = (y, size, words) => svg("text", { x: left + 20, y, "font-size": size, fill: colours.ink }, words);
    const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${left} ${top} ${width} ${height}`, width, height, "font-family": FONT },
      svg("title", {}, title), svg("desc", {}, caption),
      svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
        svg("path", { d: "M0 0L10 5L0 10Z", fill: colours.line }))),
      svg("rect", { x: left, y: top, width, height, fill: colours.paper }),
      ...edges.flatMap((edge) => line(edge, sizes.get(edge.fact.object) ?? 10)),
      ...nodes.map((node) => shape(node, colours.ink, colours.paper)),
      text(top + 34, 20, title), text(top + height - 18, 12, caption));
    return new XMLSerializer().serializeToString(root).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  };

  lg.svg_file = { write };
})();
