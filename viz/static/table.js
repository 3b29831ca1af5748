"use strict";
// The table of claims, the picture's twin: drawn in pieces, when it is scrolled to or a search leaves a row.
(() => {
  const lg = globalThis.laborgraph;
  const { el, ui, coded } = lg;
  const PIECE = 60;
  const body = document.querySelector("#claims tbody");
  const more = document.getElementById("more");
  const heads = [...document.querySelectorAll("#claims th button")];
  let collator = null;
  let rows = [], done = 0, sorting = { column: "date", way: -1 }, chosen = new Set(), run = 0;

  const sourceOf = (article) => article.publisher || article.title || "";
  const cells = {
    claim: (claim) => lg.sentence(lg.facts.get(claim.fact)),
    speaker: (claim) => (claim.speaker ? lg.nameOf(claim.speaker) : ""),
    source: (claim) => sourceOf(lg.articleFor(claim)),
    date: lg.dateOf,
  };
  // What each column is sorted by: for each claim a number, and for each number a text.
  const columns = {
    claim: () => ({ at: lg.factAt, texts: lg.rows.facts.map(lg.sentence) }),
    quote: () => ({ at: lg.claims.map((_, i) => i), texts: lg.claims.map((claim) => claim.quote) }),
    modality: () => { const { at, of } = coded("claims", "modality"); return { at, texts: of.map((name) => lg.page.strings.modalities[name]) }; },
    speaker: () => ({ at: coded("claims", "speaker").at, texts: lg.rows.nodes.map((node) => lg.nameAt(node.index)) }),
    source: () => ({ at: coded("claims", "article").at, texts: lg.rows.articles.map(sourceOf) }),
    date: () => ({ at: coded("claims", "article").at, texts: lg.rows.articles.map((article) => article.published ?? "") }),
  };
  const ranks = {};
  const rankOf = (column) => (ranks[column] ??= (() => {
    const { at, texts } = columns[column]();
    collator ??= new Intl.Collator(lg.language, { sensitivity: "base", numeric: true });
    const compare = column === "date" ? (a, b) => (a < b ? -1 : a > b ? 1 : 0) : collator.compare;
    const order = texts.map((_, i) => i).sort((a, b) => compare(texts[a], texts[b]));
    const rank = new Int32Array(texts.length);
    order.forEach((place, i) => { rank[place] = i && !compare(texts[order[i - 1]], texts[place]) ? rank[order[i - 1]] : i + 1; });
    // What is empty (undated, no speaker) is 0 and comes last whichever way the column is sorted.
    return Int32Array.from(at, (place) => (texts[place] ? rank[place] : 0));
  })());

  const sorted = (claims) => {
    if (sorting.column === "date" && sorting.way < 0) return claims; // so they are packed
    const rank = rankOf(sorting.column);
    return [...claims].sort((a, b) => !rank[a] - !rank[b] || sorting.way * (rank[a] - rank[b]) || a - b);
  };

  const draw = (place) => {
    const claim = lg.claims[place];
    const fact = lg.facts.get(claim.fact);
    const negative = claim.polarity === "negative" && claim.modality !== "denied";
    return el("tr", { "data-claim": lg.iri(claim.id), "data-fact": claim.fact, "aria-selected": chosen.has(claim.fact) ? "true" : null },
      el("td", {}, el("button", { type: "button", class: "fact", "data-fact": claim.fact, dir: "auto" }, cells.claim(claim)),
        lg.disputed(fact) ? el("span", { class: "badge negative" }, `± ${ui.contested}`) : null),
      el("td", { lang: lg.articleFor(claim).language || null, dir: "auto", class: "quote" }, claim.quote),
      el("td", {}, lg.panel.badge(claim.modality), negative ? el("span", { class: "badge negative" }, `≠ ${ui.negative}`) : null),
      el("td", { dir: "auto", class: claim.speaker ? null : "none" }, cells.speaker(claim) || "–"),
      el("td", { dir: "auto" }, cells.source(claim) || "–"),
      el("td", {}, lg.day(cells.date(claim))));
  };

  const grow = (size = PIECE) => {
    body.append(...rows.slice(done, done + size).map(draw));
    done = Math.min(rows.length, done + size);
    more.hidden = done >= rows.length;
  };

  /** Show these claims; `all` draws every row, piece by piece, without waiting for a scroll. */
  const show = (claims, all) => {
    rows = sorted(claims);
    done = 0;
    const mine = ++run;
    body.replaceChildren();
    grow();
    if (!rows.length) body.append(el("tr", {}, el("td", { colspan: "6" }, ui.nothing_left)));
    const rest = () => { if (mine === run && done < rows.length) { grow(200); requestAnimationFrame(rest); } };
    if (all) requestAnimationFrame(rest);
  };

  const mark = () => {
    for (const button of heads) {
      const here = button.dataset.sort === sorting.column;
      button.parentElement.setAttribute("aria-sort", here ? (sorting.way > 0 ? "ascending" : "descending") : "none");
    }
  };
  const sort = (column) => {
    sorting = { column, way: sorting.column === column ? -sorting.way : 1 };
    mark();
  };

  const choose = (facts) => {
    chosen = new Set(facts);
    for (const row of body.querySelectorAll("tr[data-fact]")) {
      if (chosen.has(row.dataset.fact)) row.setAttribute("aria-selected", "true");
      else row.removeAttribute("aria-selected");
    }
  };

  const start = (onSort) => {
    for (const button of heads) button.addEventListener("click", () => { sort(button.dataset.sort); onSort(); });
    // While the end stays in sight no new crossing is told, so go on by frames until it is out of it.
    const reach = () => {
      if (done >= rows.length || more.getBoundingClientRect().top > innerHeight + 600) return;
      grow();
      requestAnimationFrame(reach);
    };
    new IntersectionObserver(reach, { rootMargin: "600px" }).observe(more);
    addEventListener("beforeprint", () => grow(rows.length));
    mark();
  };

  lg.table = { start, show, choose, rows: () => rows };
})();
