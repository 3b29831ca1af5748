"use strict";
// The evidence panel: the quotes of a fact, the card of an entity, or where to begin.
(() => {
  const lg = globalThis.laborgraph;
  const { el, svg, say, ui, page, count } = lg;
  const panel = document.getElementById("evidence");

  const who = (id) =>
    el("button", { type: "button", class: "who", "data-node": id, dir: "auto" }, lg.nameOf(id));
  const factButton = (fact) => el("button", { type: "button", class: "fact", "data-fact": fact.id, dir: "auto" },
    el("span", {}, lg.sentence(fact)),
    el("small", {}, [
      fact.contested ? ui.contested : page.strings.modalities[fact.style], count(lg.claimsOf(fact.id).length, "claims"),
    ].join(" · ")));

  /** Show a line as the picture draws it. */
  const line = (modality) => svg("svg", { class: "line", viewBox: "0 0 44 10", "aria-hidden": "true" },
    svg("path", { d: "M0 5H44", "stroke-dasharray": page.looks.modalities[modality].dashes.join(" ") || "none" }));
  const badge = (modality) => {
    const glyph = page.looks.modalities[modality].glyph;
    return el("span", { class: `badge ${modality}` }, line(modality), `${glyph ? glyph + " " : ""}${page.strings.modalities[modality]}`);
  };

  const row = (name, ...value) => (value.flat().filter(Boolean).length ? [el("dt", {}, name), el("dd", {}, ...value)] : []);
  const source = (claim) => {
    const article = lg.articles.get(claim.article) ?? {};
    const href = lg.safeUrl(article.url);
    const title = article.title || ui.untitled;
    return el("p", { class: "source" },
      href ? el("a", { href, rel: "noopener noreferrer nofollow external", target: "_blank", dir: "auto" }, title)
        : el("cite", { dir: "auto" }, title),
      el("span", {}, [
        article.publisher || ui.no_publisher, lg.day(article.published), article.byline,
        article.credit && say("credit", { name: article.credit }),
      ].filter(Boolean).join(" · ")));
  };
  const effect = ([name, size]) => {
    const impact = page.strings.impacts[name] ?? name;
    return size ? say("effect_sized", { impact, size }) : impact;
  };

  const claimCard = (claim) => el("article", { class: "claim", "data-claim": lg.iri(claim.id) },
    el("p", { class: "how" }, badge(claim.modality),
      claim.polarity === "negative" && claim.modality !== "denied" ? el("span", { class: "badge negative" }, `≠ ${ui.negative}`) : null),
    el("blockquote", { lang: claim.language || null, dir: "auto" }, claim.prefix ?? "", el("mark", {}, claim.quote), claim.suffix ?? ""),
    source(claim),
    el("dl", {},
      row(ui.said_by, claim.speaker ? who(claim.speaker) : ui.said_by_article,
        claim.said_as && claim.speaker && claim.said_as !== lg.nameOf(claim.speaker) ? ` ${say("said_as", { words: claim.said_as })}` : ""),
      row(ui.via, claim.via && who(claim.via)),
      row(ui.production, claim.production && who(claim.production)),
      row(ui.agreement, claim.agreement && who(claim.agreement)),
      row(ui.event, claim.event && who(claim.event)),
      row(ui.task, claim.task ?? ""),
      row(ui.effect, (claim.effects ?? []).map(effect).join("; "))),
    el("details", {}, el("summary", {}, ui.found), el("p", {}, say("found_text", {
      start: claim.start ?? 0, end: claim.end ?? 0, rule: [claim.extractor, claim.rule].filter(Boolean).join(" ") || "–",
      confidence: (claim.confidence ?? 0).toLocaleString(lg.language, { maximumFractionDigits: 2 }) }))));

  const close = () => el("button", { type: "button", class: "close", "data-close": true, "aria-label": ui.close, title: ui.close }, "×");
  const list = (title, facts) => (facts.length
    ? [el("h3", {}, title), el("ul", { class: "facts" }, facts.map((fact) => el("li", {}, factButton(fact))))] : []);
  const fill = (...children) => { panel.replaceChildren(...children.flat().filter(Boolean)); panel.scrollTop = 0; };

  const told = (fact) => lg.claimsOf(fact.id).length;

  const showFact = (id) => {
    const fact = lg.facts.get(id);
    const claims = lg.claimsOf(id);
    const denies = (claim) => claim.polarity === "negative";
    const sides = fact.contested
      ? [[ui.side_positive, claims.filter((claim) => !denies(claim))], [ui.side_negative, claims.filter(denies)]]
      : [[null, claims]];
    const seen = fact.first_seen && (fact.first_seen === fact.last_seen ? lg.day(fact.first_seen)
      : say("between", { first: lg.day(fact.first_seen), last: lg.day(fact.last_seen) }));
    fill(
      el("p", { class: "kicker" }, fact.asserted ? ui.asserted_yes : ui.asserted_no,
        fact.contested ? el("b", { class: "contested" }, ` ${page.looks.contested} ${ui.contested_why}`) : null),
      el("h2", { tabindex: "-1" }, who(fact.subject), ` ${lg.verbOf(fact)} `, who(fact.object)), close(),
      el("p", { class: "meta" }, [count(claims.length, "claims"), count(fact.sources, "sources"), seen].filter(Boolean).join(" · ")),
      sides.map(([title, side]) => [title && el("h3", {}, `${title} (${side.length})`), ...side.map(claimCard)]).flat());
  };

  const showNode = (id) => {
    const node = lg.nodes.get(id);
    const names = new Set([node.name, ...Object.values(node.names), ...(node.aliases ?? [])]);
    const others = [...names].filter((name) => name !== lg.nameOf(id));
    const facts = [...lg.factsOf(id)].sort((a, b) => told(b) - told(a) || (lg.sentence(a) < lg.sentence(b) ? -1 : 1));
    const own = new Set(facts);
    const part = [...new Set(lg.partIn(id).map((claim) => lg.facts.get(claim.fact)))].filter((fact) => !own.has(fact));
    fill(
      el("p", { class: "kicker" }, [page.strings.types[node.type], node.kind, node.generic && ui.generic].filter(Boolean).join(" · ")),
      el("h2", { tabindex: "-1", dir: "auto" }, lg.nameOf(id)), close(),
      others.length ? el("p", { class: "meta", dir: "auto" }, say("known_as", { names: others.join(", ") })) : null,
      list(ui.facts_from, facts.filter((fact) => fact.subject === id)),
      list(ui.facts_to, facts.filter((fact) => fact.subject !== id)),
      list(ui.mentioned, part),
      facts.length || part.length ? null : el("p", {}, ui.no_facts));
  };

  const showStart = (missing) => {
    const ranked = [...page.facts].sort((a, b) => b.sources - a.sources || told(b) - told(a) || (a.id < b.id ? -1 : 1));
    const contested = ranked.filter((fact) => fact.contested).slice(0, 5);
    fill(
      missing ? el("p", { class: "notice", role: "alert" }, say("unknown", { id: missing.slice(0, 200) })) : null,
      el("h2", { tabindex: "-1" }, ui.start), el("p", { class: "meta" }, ui.start_hint),
      list(ui.start_contested, contested),
      list(ui.start_sources, ranked.filter((fact) => !contested.includes(fact)).slice(0, 8)));
  };

  lg.panel = { showFact, showNode, showStart, badge, line, panel, heading: () => panel.querySelector("h2") };
})();
