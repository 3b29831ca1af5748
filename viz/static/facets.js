"use strict";
// Filters over claims: each facet holds for every claim one or two values, as numbers, so that 100,000 take milliseconds.
(() => {
  const lg = globalThis.laborgraph;
  const { claims, coded, factAt, subject, object } = lg;
  const total = claims.length;

  /** Spread a column of facts or articles over their claims. */
  const spread = (at, through) => Int32Array.from(through, (place) => (place >= 0 ? at[place] ?? -1 : -1));
  const types = coded("nodes", "type");
  const articleAt = coded("claims", "article").at;
  const roles = Int32Array.from(lg.rows.nodes, (node) => (node.type === "Role" ? node.index : -1));
  const ids = lg.page.tables.nodes.columns.id ?? [];
  const facet = (key, set, off, of, ...at) => ({ key, set, off, of, at });
  const own = (key, table = null, through = null) => {
    const { at, of } = coded(table ?? "claims", key);
    return [of, through ? spread(at, through) : at];
  };

  const facets = [
    facet("type", "no-type", true, types.of, spread(spread(types.at, subject), factAt), spread(spread(types.at, object), factAt)),
    facet("modality", "no-modality", true, ...own("modality")),
    facet("predicate", "predicate", false, ...own("predicate", "facts", factAt)),
    facet("role", "role", false, ids, spread(spread(roles, subject), factAt), spread(spread(roles, object), factAt)),
    // The place after the last entity is for claims that name no speaker.
    facet("speaker", "speaker", false, [...ids, ""], Int32Array.from(coded("claims", "speaker").at, (place) => (place < 0 ? ids.length : place))),
    facet("publisher", "publisher", false, ...own("publisher", "articles", articleAt)),
    facet("language", "language", false, ...own("language", "articles", articleAt)),
  ];

  // Months, counted from year 0; of a date known by its year, the first and the last that it may be.
  const months = lg.rows.articles.map((article) => {
    const [, year, month] = /^(\d{4})(?:-(\d{2})(?:-\d{2})?)?$/.exec(article.published ?? "") ?? [];
    return year ? [year * 12 + (month ? month - 1 : 0), year * 12 + (month ? month - 1 : 11)] : [-1, -1];
  });
  const first = Int32Array.from({ length: total }, (_, i) => months[articleAt[i]]?.[0] ?? -1);
  const last = Int32Array.from({ length: total }, (_, i) => months[articleAt[i]]?.[1] ?? -1);
  const confidence = claims.map((claim) => claim.confidence ?? 0);
  const monthOf = (text) => { const [year, month] = text.split("-"); return year * 12 + (month - 1); };
  const textOf = (month) => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;

  /** Say what the filters leave: `claims` (also by the search), `facts` and `matches` as marks, and counts by value.

   The counts of a facet are of what all other filters leave, so that they tell what its values would show. */
  const apply = (view, found) => {
    const wanted = facets.map(({ set, off, of }) => {
      const chosen = view.sets[set];
      if (!chosen.size) return null;
      return Uint8Array.from(of, (value) => (chosen.has(value) ? 1 : 0) ^ (off ? 1 : 0));
    });
    const counts = facets.map(({ of }) => new Int32Array(of.length));
    const facts = new Uint8Array(lg.rows.facts.length), lit = new Uint8Array(facts.length);
    const from = view.from ? monthOf(view.from) : -Infinity, to = view.to ? monthOf(view.to) : Infinity;
    const left = [];
    let byTime = new Map();
    for (let i = 0; i < total; i++) {
      let failed = -1, fails = confidence[i] < view.confidence ? 1 : 0;
      for (let f = 0; f < facets.length && fails < 2; f++) {
        const marks = wanted[f];
        if (!marks) continue;
        const { at, off } = facets[f];
        const one = marks[at[0][i]] === 1, other = at.length > 1 ? marks[at[1][i]] === 1 : off;
        if (!(off ? one && other : one || (at.length > 1 && other))) { fails++; failed = f; }
      }
      const matches = !found || found[i] === 1;
      if (!fails && matches && first[i] >= 0 && first[i] === last[i]) byTime.set(first[i], (byTime.get(first[i]) ?? 0) + 1);
      const timely = first[i] < 0 ? !view.dated : last[i] >= from && first[i] <= to;
      if (!timely) { fails++; failed = -1; }
      if (matches && (fails === 0 || (fails === 1 && failed >= 0))) {
        for (let f = 0; f < facets.length; f++) {
          if (fails && f !== failed) continue;
          const [a, b] = facets[f].at;
          if (a[i] >= 0) counts[f][a[i]]++;
          if (b && b[i] >= 0 && b[i] !== a[i]) counts[f][b[i]]++;
        }
      }
      if (fails) continue;
      facts[factAt[i]] = 1;
      if (matches) { left.push(i); lit[factAt[i]] = 1; }
    }
    return { claims: left, facts, lit, counts, byTime };
  };

  let bounds = [Infinity, -Infinity];
  for (let i = 0; i < total; i++) if (first[i] >= 0) bounds = [Math.min(bounds[0], first[i]), Math.max(bounds[1], last[i])];
  lg.facets = {
    list: facets, apply, monthOf, textOf, bounds: bounds[0] <= bounds[1] ? bounds : null,
    undated: first.includes(-1), surest: confidence.reduce((most, value) => Math.max(most, value), 0),
    leastSure: confidence.reduce((least, value) => Math.min(least, value), 1),
  };
})();
