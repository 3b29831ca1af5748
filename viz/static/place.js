"use strict";
// Where nodes stand that join the picture later: at a free spot near those they belong to. What stands does not move.
(() => {
  const lg = globalThis.laborgraph;
  const WIDE = 110, HIGH = 64, TURN = Math.PI * (3 - Math.sqrt(5));
  const spots = new Map();
  for (const id of lg.page.drawing.first) {
    const node = lg.nodes.get(id);
    spots.set(id, { x: node.x ?? 0, y: node.y ?? 0 });
  }

  const cell = (x, y) => `${Math.round(x / WIDE)},${Math.round(y / HIGH)}`;
  /** Remember by cells what is taken, so that a free spot is found without looking at every node. */
  const board = (ids) => {
    const cells = new Map();
    const put = ({ x, y }) => { const key = cell(x, y); if (!cells.has(key)) cells.set(key, []); cells.get(key).push({ x, y }); };
    for (const id of ids) if (spots.has(id)) put(spots.get(id));
    const free = ({ x, y }) => {
      for (const dx of [-WIDE, 0, WIDE]) for (const dy of [-HIGH, 0, HIGH])
        for (const other of cells.get(cell(x + dx, y + dy)) ?? [])
          if (Math.abs(other.x - x) < WIDE && Math.abs(other.y - y) < HIGH) return false;
      return true;
    };
    return { put, free };
  };

  const neighbours = (id, among) => lg.factsOf(id).map((fact) => (fact.subject === id ? fact.object : fact.subject))
    .filter((other) => other !== id && among.has(other) && spots.has(other));

  /** Give every node of the set a place; the best connected are placed first, around what already stands. */
  const place = (ids) => {
    const missing = [...ids].filter((id) => !spots.has(id));
    if (!missing.length) return;
    const taken = board(ids);
    let bottom = Math.max(0, ...[...ids].filter((id) => spots.has(id)).map((id) => spots.get(id).y));
    const waiting = new Set(missing);
    while (waiting.size) {
      const ready = [...waiting].filter((id) => neighbours(id, ids).length);
      for (const id of ready.length ? ready : [[...waiting][0]]) {
        const near = neighbours(id, ids).map((other) => spots.get(other));
        const middle = near.length
          ? { x: near.reduce((sum, spot) => sum + spot.x, 0) / near.length, y: near.reduce((sum, spot) => sum + spot.y, 0) / near.length }
          : { x: 0, y: (bottom += 2 * HIGH) };
        for (let step = near.length ? 1 : 0; ; step++) {
          const reach = 75 * Math.sqrt(step);
          const spot = { x: Math.round(middle.x + reach * 1.4 * Math.cos(step * TURN)), y: Math.round(middle.y + reach * Math.sin(step * TURN)) };
          if (!taken.free(spot)) continue;
          spots.set(id, spot);
          taken.put(spot);
          break;
        }
        waiting.delete(id);
      }
    }
  };

  lg.place = { place, spots, move: (id, spot) => spots.set(id, spot) };
})();
