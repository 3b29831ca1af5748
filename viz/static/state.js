"use strict";
// The view as a reader made it, and as the address tells it: what is chosen, searched, filtered, added, hidden, pinned.
(() => {
  const lg = globalThis.laborgraph;
  // Sets of values: those switched off in the legend, those that alone are wanted, and nodes by what was done to them.
  const SETS = ["no-type", "no-modality", "predicate", "role", "speaker", "publisher", "language", "add", "hide", "pin"];
  const UNDO = 100;

  const fresh = () => ({
    kind: "", id: "", q: "", from: "", to: "", dated: false, confidence: 0, path: null, at: null,
    sets: Object.fromEntries(SETS.map((key) => [key, new Set()])),
  });

  // "~" is a value that is empty, such as an unknown publisher.
  const written = (value) => encodeURIComponent(value).replaceAll("~", "%7E") || "~";
  const read = (text) => (text === "~" ? "" : plain(text));
  const plain = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  /** Write a view as a fragment; what is as it was at first is left out. */
  const encode = (view) => {
    const parts = [];
    const put = (key, value) => parts.push(`${key}=${value}`);
    if (view.kind) put(view.kind, encodeURIComponent(view.kind === "node" ? lg.iri(view.id) : view.id));
    for (const key of ["q", "from", "to"]) if (view[key]) put(key, encodeURIComponent(view[key]));
    if (view.dated) put("dated", 1);
    if (view.confidence) put("confidence", view.confidence);
    if (view.path) put("path", view.path.map(encodeURIComponent).join(","));
    for (const key of SETS) if (view.sets[key].size) put(key, [...view.sets[key]].map(written).join(","));
    if (view.at) put("at", view.at.join(","));
    return parts.length ? `#${parts.join("&")}` : "#";
  };

  /** Read a view from a fragment; null for a fragment that is none, such as a link within the page. */
  const decode = (hash) => {
    const view = fresh();
    if (hash.length < 2) return view;
    let known = false;
    for (const part of hash.slice(1).split("&")) {
      const cut = part.indexOf("=");
      const key = part.slice(0, Math.max(0, cut)), value = part.slice(cut + 1);
      if (!value) continue;
      known = true;
      if (key === "fact" || key === "node") Object.assign(view, { kind: key, id: lg.local(plain(value)) });
      else if (key === "q") view.q = plain(value);
      else if (key === "from" || key === "to") view[key] = /^\d{4}-\d{2}$/.test(value) ? value : "";
      else if (key === "dated") view.dated = true;
      else if (key === "confidence") view.confidence = Math.min(1, Math.max(0, Number(value) || 0));
      else if (key === "path") view.path = value.split(",").slice(0, 2).map(plain).map(lg.local);
      else if (key === "at") view.at = value.split(",").map(Number);
      else if (SETS.includes(key)) view.sets[key] = new Set(value.split(",").map(read));
      else known = false;
    }
    if (view.path?.length !== 2) view.path = null;
    if (view.at?.length !== 3 || !view.at.every(Number.isFinite) || view.at[2] <= 0) view.at = null;
    return known ? view : null;
  };

  /** Tell whether filters leave anything out, search aside. */
  const filtered = ({ sets, from, to, dated, confidence }) =>
    Boolean(from || to || dated || confidence) || SETS.slice(0, 7).some((key) => sets[key].size);

  const past = [];
  const remember = (hash) => { if (past.at(-1) !== hash) past.push(hash); if (past.length > UNDO) past.shift(); };

  /** Write the address; a sandboxed frame has none to write, and the page works without. */
  const write = (hash, replace) => {
    if ((location.hash || "#") === hash) return;
    try { history[replace ? "replaceState" : "pushState"](null, "", hash); } catch { /* see above */ }
  };

  lg.state = { fresh, encode, decode, filtered, remember, write, past, recall: () => past.pop() };
})();
