"use strict";
// Shapes and lines as the picture draws them, for legend, evidence and files.
(() => {
  const lg = globalThis.laborgraph;
  const { svg } = lg;
  const { looks } = lg.page;

  // In a square of 20 units.
  const SHAPES = {
    square: "M3 3H17V17H3Z", dot: "M10 2A8 8 0 1 1 9.99 2Z", diamond: "M10 1L19 10L10 19L1 10Z", triangle: "M10 2L19 17H1Z",
    triangleDown: "M1 3H19L10 18Z", hexagon: "M5.5 2.5H14.5L19 10L14.5 17.5H5.5L1 10Z",
    star: "M10 1L12.6 7.1L19.2 7.6L14.2 11.9L15.7 18.4L10 14.9L4.3 18.4L5.8 11.9L.8 7.6L7.4 7.1Z",
  };
  // The radius is that of the shapes above.
  const RADIUS = 9;

  /** Give shape and icon of a type as SVG paths in that square. */
  const drawing = (type, outline) => {
    const look = looks.types[type];
    const [side, down] = looks.icon_in[look.shape].map((part) => part * RADIUS);
    return [
      svg("path", { d: SHAPES[look.shape], fill: look.colour, ...outline }),
      svg("path", { d: look.icon, fill: look.ink, "fill-rule": "evenodd", transform: `translate(${10 - side / 2} ${10 + down - side / 2}) scale(${side / 16})` }),
    ];
  };
  const shape = (type) => svg("svg", { class: "shape", viewBox: "0 0 20 20", "aria-hidden": "true" }, ...drawing(type, { class: "outline" }));
  const line = (modality) => svg("svg", { class: "line", viewBox: "0 0 44 10", "aria-hidden": "true" },
    svg("path", { d: "M0 5H44", "stroke-dasharray": looks.modalities[modality].dashes.join(" ") || "none" }));

  const glyph = (fact) => (lg.disputed(fact) ? looks.contested : looks.modalities[fact.style].glyph);

  lg.looks = { RADIUS, drawing, shape, line, glyph };
})();
