"use strict";
// The table of claims, the picture's twin: drawn in pieces, when it is scrolled to or a search leaves a row.
(() => {
  const lg = globalThis.laborgraph;
  const { el, ui } = lg;
  const PIECE = 60;
  const body = document.querySelector("#claims tbody");
  const more = document.getElementById("more");
  const heads = [...document.querySelectorAll("#claims th button")];
  const collator = new Intl.Collator(lg.language, { sensitivity: "base", numeric: true });
  let rows = [], done = 0, sorting = { column: "date", way: -1 }, chosen = new Set(), run = 0;

  const cells = {
    claim: (claim) => lg.sentence(lg.facts.get(claim.fact)),
    quote: (claim) => claim.quote,
    modality: (claim) => lg.page.strings.modalities[claim.modality],
    speaker: (claim) => (claim.speaker ? lg.nameOf(claim.speaker) : ""),
    source: (claim) => lg.articles.get(claim.article)?.publisher || lg.articles.get(claim.article)?.title || "",
    date: lg.dateOf,
  };

  const draw = (claim) => {
    const fact = lg.facts.get(claim.fact);
    const negative = claim.polarity === "negative" && claim.modality !== "denied";
    return el("tr", { "data-claim": lg.iri(claim.id), "data-fact": claim.fact, "aria-selected": chosen.has(claim.fact) || null },
      el("td", {}, el("button", { type: "button", class: "fact", "data-fact": claim.fact, dir: "auto" }, cells.claim(claim)),
        fact.contested ? el("span", { class: "badge negative" }, `± ${ui.contested}`) : null),
      el("td", { lang: claim.language || null, dir: "auto", class: "quote" }, claim.quote),
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
    const key = new Map(claims.map((claim) => [claim, cells[sorting.column](claim)]));
    // What is empty (undated, no speaker) comes last whichever way the column is sorted.
    rows = [...claims].sort((a, b) => !key.get(a) - !key.get(b) || sorting.way * collator.compare(key.get(a), key.get(b))
      || (a.id < b.id ? -1 : 1));
    done = 0;
    const mine = ++run;
    body.replaceChildren();
    grow();
    if (!rows.length) body.append(el("tr", {}, el("td", { colspan: "6" }, ui.nothing_left)));
    const rest = () => { if (mine === run && done < rows.length) { grow(200); requestAnimationFrame(rest); } };
    if (all) requestAnimationFrame(rest);
  };

  const sort = (column) => {
    sorting = { column, way: sorting.column === column ? -sorting.way : 1 };
    mark();
  };
  const mark = () => {
    for (const button of heads) {
      const here = button.dataset.sort === sorting.column;
      button.parentElement.setAttribute("aria-sort", here ? (sorting.way > 0 ? "ascending" : "descending") : "none");
    }
  };

  const choose = (facts) => {
    chosen = new Set(facts);
    for (const row of body.querySelectorAll("tr[data-fact]")) row.toggleAttribute("aria-selected", chosen.has(row.dataset.fact));
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

  lg.table = { start, show, choose };
})();
