"use strict";
// Letters, names and glyphs over the picture, as on a map: of one size at every zoom, and none upon another.
(() => {
  const lg = globalThis.laborgraph;
  const FONT = "12px system-ui, sans-serif";
  const PROMINENT = 25;
  const VERBS = 0.75;
  const widths = new Map();

  const widthOf = (context, text) => {
    if (!widths.has(text)) {
      context.save();
      context.font = FONT;
      widths.set(text, context.measureText(text).width);
      context.restore();
    }
    return widths.get(text);
  };

  /** Remember taken boxes in a coarse grid; `take` refuses a box that touches one. */
  const board = () => {
    const cells = new Map();
    const keys = function* (box) {
      for (let i = Math.floor(box.left / 80); i <= Math.floor(box.right / 80); i++)
        for (let j = Math.floor(box.top / 40); j <= Math.floor(box.bottom / 40); j++) yield `${i},${j}`;
    };
    const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const put = (box) => { for (const key of keys(box)) cells.set(key, [...(cells.get(key) ?? []), box]); };
    const take = (box) => {
      const blocks = (other) => other.owner !== box.owner && touch(box, other);
      for (const key of keys(box)) if (cells.get(key)?.some(blocks)) return false;
      put(box);
      return true;
    };
    return { put, take };
  };

  const around = (x, y, w, h) => ({ left: x - w / 2, right: x + w / 2, top: y - h / 2, bottom: y + h / 2 });

  /** Draw over one frame. `scene` tells scale and frame, places of nodes and middles of edges, and what stands out. */
  const draw = (context, scene) => {
    const { scale, frame, nodes, edges, colours } = scene;
    const unit = 1 / scale;
    const taken = board();
    const reserve = ({ id, x, y, size }) => taken.put({ ...around(x * scale, y * scale, size * 2 * scale, size * 2 * scale), owner: id });
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";

    for (const node of nodes) {
      if (node.size * scale < 6) continue;
      reserve(node);
      context.globalAlpha = node.dim ? 0.3 : 1;
      context.fillStyle = node.look.ink;
      context.font = `600 ${node.size * (node.look.shape === "square" || node.look.shape === "dot" ? 1 : 0.8)}px system-ui, sans-serif`;
      const shift = { triangle: 0.22, triangleDown: -0.22, star: 0.08 }[node.look.shape] ?? 0.05;
      context.fillText(node.look.letter, node.x, node.y + node.size * shift);
    }

    for (const edge of edges) {
      if (!edge.glyph) continue;
      const radius = Math.min(8 * unit, 18);
      context.globalAlpha = edge.dim ? 0.15 : 1;
      context.fillStyle = colours.paper;
      context.strokeStyle = edge.colour;
      context.lineWidth = 1.3 * unit;
      context.beginPath();
      context.arc(edge.x, edge.y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      context.fillStyle = edge.colour;
      context.font = `700 ${radius * 1.5}px system-ui, sans-serif`;
      context.fillText(edge.glyph, edge.x, edge.y + radius * 0.08);
      taken.put({ ...around(edge.x * scale, edge.y * scale, 14, 14), owner: edge.id });
    }

    /** Write at the first of some places that is free; `must` writes at the first even if none is. */
    const write = (text, places, owner, must, colour, font, ground) => {
      const width = widthOf(context, text);
      const boxAt = ([x, y]) => ({ ...around(x * scale, y * scale, width + 6, 15), owner });
      const inside = (box) => box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom;
      let spot = places.find((place) => inside(boxAt(place)) && taken.take(boxAt(place)));
      if (!spot && must) taken.put(boxAt(spot = places[0]));
      if (!spot) return;
      context.font = `${font} ${12 * unit}px system-ui, sans-serif`;
      context.fillStyle = colours.paper;
      if (ground) context.fillRect(spot[0] - (width / 2 + 2) * unit, spot[1] - 7 * unit, (width + 4) * unit, 14 * unit);
      context.strokeStyle = colours.paper;
      context.lineWidth = 4 * unit;
      if (!ground) context.strokeText(text, ...spot);
      context.fillStyle = colour;
      context.fillText(text, ...spot);
    };
    const verb = (edge) => {
      const down = edge.glyph ? Math.min(8 * unit, 18) + 9 * unit : 0;
      context.globalAlpha = 1;
      write(edge.label, [[edge.x, edge.y + down], [edge.x, edge.y - down]], edge.id, edge.chosen, edge.colour, "italic 400", true);
    };
    edges.filter((edge) => edge.chosen).forEach(verb);
    // The buttons in the corner keep their place free.
    taken.put({ left: frame.right - 200, right: frame.right, top: frame.bottom - 56, bottom: frame.bottom });
    const small = nodes.filter((node) => node.size * scale < 6);
    nodes.forEach((node, place) => {
      // Names of what most is said about may lie on small shapes, the others may not.
      if (place === PROMINENT) small.forEach(reserve);
      const down = node.size + 11 * unit;
      const aside = node.size + (widthOf(context, node.label) / 2 + 5) * unit;
      const places = [[0, down], [0, -down], [aside, 0], [-aside, 0]];
      for (const x of [aside - 4 * unit, 4 * unit - aside]) places.push([x, down * 0.75], [x, -down * 0.75]);
      for (const spot of places) { spot[0] += node.x; spot[1] += node.y; }
      context.globalAlpha = node.dim ? 0.35 : 1;
      write(node.label, places, node.id, node.chosen, colours.ink, node.chosen ? "700" : "500", false);
    });
    edges.filter((edge) => !edge.chosen && !edge.dim && scale >= VERBS).forEach(verb);
    context.globalAlpha = 1;
  };

  lg.overlay = { draw };
})();
