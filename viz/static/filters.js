"use strict";
// The legend that filters, the facets with their counts, confidence, and time with its histogram.
(() => {
  const lg = globalThis.laborgraph;
  const { el, svg, ui, say, page, facets } = lg;
  const FEW = 8, MANY = 300;
  const $ = (id) => document.getElementById(id);
  const words = {
    predicate: (name) => page.strings.predicates[name]?.one ?? name,
    role: lg.nameOf, speaker: (id) => (id ? lg.nameOf(id) : ui.no_speaker),
    publisher: (name) => name || ui.no_publisher,
    language: (code) => { try { return new Intl.DisplayNames([lg.language], { type: "language" }).of(code); } catch { return code; } },
  };
  const open = new Set();
  let change = null;

  const toggle = (set, value) => change((view) => { if (!view.sets[set].delete(value)) view.sets[set].add(value); });

  /** Fill the legend with what this page holds. */
  const legend = () => {
    const group = (key, facet, names, picture, word) => {
      const box = $(`legend-${key}`);
      box.append(el("h3", {}, ui[`legend_${key}`]), el("div", {}, names.map((name) => el("button", {
        type: "button", class: "switch", "aria-pressed": "true", "data-filter": name, onclick: () => toggle(facet.set, name),
      }, picture(name), word(name)))));
    };
    const { looks, strings } = page;
    const [types, modalities] = facets.list;
    const inFacts = new Set(lg.rows.facts.flatMap((fact) => [fact.subject, fact.object]).concat(page.meta.centre).map((id) => lg.nodes.get(id).type));
    group("types", types, Object.keys(looks.types).filter((name) => inFacts.has(name)), lg.looks.shape, (name) => strings.types[name]);
    group("modalities", modalities, Object.keys(looks.modalities).filter((name) => modalities.of.includes(name)), lg.looks.line,
      (name) => [looks.modalities[name].glyph, strings.modalities[name]].filter(Boolean).join(" "));
    if (lg.rows.facts.some(lg.disputed)) document.querySelector("#legend-modalities div").append(
      el("span", { class: "switch key" }, el("b", { class: "contested" }, looks.contested), ui.contested_why));
  };

  /** Show a facet's values, those with most claims first; what is chosen always. */
  const drawFacet = ({ key, set, of }, counts, view) => {
    const box = $(`facet-${key}`);
    const chosen = view.sets[set];
    const present = of.map((_, i) => i).filter((i) => counts[i] || chosen.has(of[i]))
      .sort((a, b) => chosen.has(of[b]) - chosen.has(of[a]) || counts[b] - counts[a] || (of[a] < of[b] ? -1 : 1));
    const shown = present.slice(0, open.has(key) ? MANY : FEW);
    box.querySelector("div").replaceChildren(...shown.map((i) => el("button", {
      type: "button", class: "switch", "aria-pressed": String(chosen.has(of[i])), "data-value": of[i], onclick: () => toggle(set, of[i]),
    }, el("span", { dir: "auto" }, words[key](of[i])), el("small", {}, counts[i].toLocaleString(lg.language)))),
    ...(present.length > FEW ? [el("button", { type: "button", class: "plain", onclick: () => {
      if (!open.delete(key)) open.add(key);
      drawFacet({ key, set, of }, counts, view);
    } }, open.has(key) ? ui.fewer : say("more_values", { count: present.length - FEW }))] : []));
  };

  const drawTime = (byTime, view) => {
    const [start, end] = facets.bounds;
    const highest = Math.max(1, ...byTime.values());
    const months = end - start + 1;
    const inside = (month) => (!view.from || month >= facets.monthOf(view.from)) && (!view.to || month <= facets.monthOf(view.to));
    $("histogram").replaceChildren(svg("svg", { viewBox: `0 0 ${months} 20`, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...[...byTime].map(([month, count]) => svg("rect", {
        x: month - start + 0.05, width: 0.9, y: 20 - (20 * count) / highest, height: (20 * count) / highest, class: inside(month) ? "in" : "out",
      }))));
    $("from").value = view.from ? facets.monthOf(view.from) : start;
    $("to").value = view.to ? facets.monthOf(view.to) : end;
    for (const id of ["from", "to"]) {
      const text = lg.day(facets.textOf(Number($(id).value)));
      $(`${id}-text`).textContent = text;
      $(id).setAttribute("aria-valuetext", text);
    }
    $("undated").checked = !view.dated;
  };

  /** Show the present filters and what each would leave. */
  const refresh = (view, { counts, byTime }) => {
    for (const [box, facet] of [["legend-types", facets.list[0]], ["legend-modalities", facets.list[1]]])
      for (const button of $(box).querySelectorAll("[data-filter]"))
        button.setAttribute("aria-pressed", String(!view.sets[facet.set].has(button.dataset.filter)));
    facets.list.forEach((facet, i) => { if (!facet.off) drawFacet(facet, counts[i], view); });
    $("confidence").value = view.confidence;
    $("confidence-text").textContent = view.confidence.toLocaleString(lg.language, { maximumFractionDigits: 2 });
    if (facets.bounds) drawTime(byTime, view);
  };

  const start = (onChange) => {
    change = onChange;
    legend();
    const [first, last] = facets.bounds ?? [0, 0];
    $("time").hidden = !facets.bounds || first === last;
    $("undated").parentElement.hidden = !facets.undated;
    $("sure").hidden = facets.leastSure >= facets.surest;
    for (const { key, off, at } of facets.list) if (!off) $(`facet-${key}`).hidden = new Set(at.flatMap((places) => [...places])).size < 2;
    for (const id of ["from", "to"]) {
      Object.assign($(id), { min: first, max: last });
      $(id).addEventListener("input", () => change((view) => {
        const month = Number($(id).value);
        view[id] = month === (id === "from" ? first : last) ? "" : facets.textOf(month);
        if (view.from && view.to && view.from > view.to) view[id === "from" ? "to" : "from"] = view[id];
      }, { typing: true }));
    }
    $("undated").addEventListener("change", () => change((view) => { view.dated = !$("undated").checked; }));
    $("confidence").addEventListener("input", () => change((view) => { view.confidence = Number($("confidence").value); }, { typing: true }));
  };

  lg.filters = { start, refresh };
})();
