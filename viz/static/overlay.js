"use strict";
// Icons, names and glyphs over the picture, as on a map: of one size at every zoom, and none upon another.
(() => {
  const lg = globalThis.laborgraph;
  const { icon_in } = lg.page.looks;
  const FONT = "12px system-ui, sans-serif";
  const PROMINENT = 25;
  const VERBS = 0.75;
  // Where on an edge its glyph or verb may stand, from the middle outwards, as a part of its length.
  const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
  const widths = new Map(), icons = new Map();

  const iconOf = (text) => icons.get(text) ?? icons.set(text, new Path2D(text)).get(text);
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
    const free = (box) => {
      const blocks = (other) => other.owner !== box.owner && touch(box, other);
      for (const key of keys(box)) if (cells.get(key)?.some(blocks)) return false;
      return true;
    };
    const take = (box) => free(box) && (put(box), true);
    return { put, take };
  };

  const around = (x, y, w, h) => ({ left: x - w / 2, right: x + w / 2, top: y - h / 2, bottom: y + h / 2 });

  /** Draw over one frame. `scene` tells scale and frame, places of nodes and of points on edges, and what stands out. */
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
      const [side, down] = icon_in[node.look.shape].map((part) => part * node.size);
      context.save();
      context.globalAlpha = node.dim ? 0.3 : 1;
      context.fillStyle = node.look.ink;
      context.translate(node.x - side / 2, node.y + down - side / 2);
      context.scale(side / 16, side / 16);
      context.fill(iconOf(node.look.icon), "evenodd");
      context.restore();
    }

    /** Put a glyph where its line is free, smaller where there is little room; none but an alarm upon something else. */
    const glyph = (edge) => {
      const points = ALONG.map(edge.at);
      for (const radius of [8, 6]) {
        const spot = points.find((point) => taken.take({ ...around(point.x * scale, point.y * scale, 2 * radius, 2 * radius), owner: edge.id }));
        if (spot || (radius === 6 && edge.alarm)) return disc(edge, spot ?? points[0], Math.min(radius * unit, 18));
      }
    };
    const disc = (edge, { x, y }, radius) => {
      context.globalAlpha = edge.dim ? 0.15 : 1;
      context.fillStyle = colours.paper;
      context.strokeStyle = edge.colour;
      context.lineWidth = 1.3 * unit;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      context.fillStyle = edge.colour;
      context.font = `700 ${radius * 1.5}px system-ui, sans-serif`;
      context.fillText(edge.glyph, x, y + radius * 0.08);
    };

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
    const alone = edges.filter((edge) => edge.chosen).length === 1;
    const verb = (edge) => {
      const aside = (edge.glyph ? 17 : 0) * unit;
      const places = ALONG.map(edge.at).flatMap(({ x, y }) => (aside ? [[x, y + aside], [x, y - aside]] : [[x, y]]));
      context.globalAlpha = 1;
      write(edge.label, places, edge.id, alone && edge.chosen, edge.colour, "italic 400", true);
    };
    const name = (node) => {
      const down = node.size + 11 * unit;
      const aside = node.size + (widthOf(context, node.label) / 2 + 5) * unit;
      const places = [[0, down], [0, -down], [aside, 0], [-aside, 0]];
      for (const x of [aside - 4 * unit, 4 * unit - aside]) places.push([x, down * 0.75], [x, -down * 0.75]);
      for (const spot of places) { spot[0] += node.x; spot[1] += node.y; }
      context.globalAlpha = node.dim ? 0.35 : 1;
      write(node.label, places, node.id, node.chosen, colours.ink, node.chosen ? "700" : "500", false);
    };
    // The buttons in the corner keep their place free.
    taken.put({ left: frame.right - 200, right: frame.right, top: frame.bottom - 56, bottom: frame.bottom });
    edges.filter((edge) => edge.glyph && (edge.chosen || edge.alarm)).forEach(glyph);
    edges.filter((edge) => edge.chosen).forEach(verb);
    // Names of what most is said about may lie on small shapes, the others may not.
    nodes.slice(0, PROMINENT).forEach(name);
    nodes.filter((node) => node.size * scale < 6).forEach(reserve);
    edges.filter((edge) => edge.glyph && !edge.chosen && !edge.alarm).forEach(glyph);
    nodes.slice(PROMINENT).forEach(name);
    edges.filter((edge) => !edge.chosen && !edge.dim && scale >= VERBS).forEach(verb);
    context.globalAlpha = 1;
  };

  lg.overlay = { draw };
})();
