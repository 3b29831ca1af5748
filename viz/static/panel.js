"use strict";
// The evidence panel: the quotes of a fact, the card of an entity, or where to begin.
(() => {
  const lg = globalThis.laborgraph;
  const { el, say, ui, page, count } = lg;
  const panel = document.getElementById("evidence");

  const factLink = (fact) => el("button", { type: "button", class: "who", "data-fact": fact.id, dir: "auto" }, lg.sentence(fact));
  const who = (id) =>
    el("button", { type: "button", class: "who", "data-node": id, dir: "auto" }, lg.nameOf(id));
  /** Pick the claim that stands for its fact: the one that was read with most confidence. */
  const best = (fact) => lg.claimsOf(fact.id).reduce((one, other) => ((other.confidence ?? 0) > (one.confidence ?? 0) ? other : one));
  const quoted = (claim) => el("q", { lang: lg.articleFor(claim).language || null, dir: "auto" }, claim.quote);
  const factButton = (fact, quote) => {
    const speakers = [...new Set(lg.claimsOf(fact.id).map((claim) => claim.speaker).filter(Boolean))].map(lg.nameOf);
    return el("button", { type: "button", class: "fact", "data-fact": fact.id, dir: "auto" },
      el("span", {}, lg.sentence(fact)),
      quote ? quoted(best(fact)) : null,
      el("small", {}, [
        lg.disputed(fact) ? ui.contested : page.strings.modalities[fact.style],
        quote && speakers.slice(0, 2).join(", "), count(lg.told[fact.index], "claims"),
      ].filter(Boolean).join(" · ")));
  };

  const badge = (modality) => {
    const { glyph } = page.looks.modalities[modality];
    return el("span", { class: `badge ${modality}` }, lg.looks.line(modality), `${glyph ? glyph + " " : ""}${page.strings.modalities[modality]}`);
  };
  const denies = (claim) => claim.polarity === "negative";
  const negates = (claim) => denies(claim) && claim.modality !== "denied";

  const row = (name, ...value) => (value.flat().filter(Boolean).length ? [el("dt", {}, name), el("dd", {}, ...value)] : []);
  /** Lead a browser to the words themselves (WICG, "Text Fragments"): all of a short quote, both ends of a long one. */
  const toWords = (href, quote) => {
    const words = quote.trim().split(/\s+/);
    const part = (some) => encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
    const text = words.length > 12 ? `${part(words.slice(0, 5))},${part(words.slice(-5))}` : part(words);
    return `${href}${href.includes("#") ? "" : "#"}:~:text=${text}`;
  };
  const source = (claim) => {
    const article = lg.articleFor(claim);
    const href = lg.safeUrl(article.url);
    const title = article.title || ui.untitled;
    return el("p", { class: "source" },
      href ? el("a", { href: toWords(href, claim.quote), rel: "noopener noreferrer nofollow external", target: "_blank", dir: "auto" }, title)
        : el("cite", { dir: "auto" }, title),
      el("span", {}, [
        article.publisher || ui.no_publisher, lg.day(article.published), article.byline,
        article.credit && say("credit", { name: article.credit }),
      ].filter(Boolean).join(" · ")));
  };
  const citation = (claim) => {
    const article = lg.articleFor(claim);
    const said = claim.speaker ? ` (${lg.nameOf(claim.speaker)})` : "";
    return [article.byline, `“${article.title || ui.untitled}”`, article.publisher || ui.no_publisher, lg.day(article.published),
      lg.safeUrl(article.url), `“${claim.quote}”${said}`, lg.iri(claim.id)].filter(Boolean).join(", ");
  };
  const effect = ([name, size]) => {
    const impact = page.strings.impacts[name] ?? name;
    return size ? say("effect_sized", { impact, size }) : impact;
  };

  // Why a claim is thought to be of its origin, as the dataset words it (graph/origins.py), in the reader's words.
  const REASONS = [
    [/^through (?<name>.+)$/s, "reason_through"], [/^credits (?<name>.+)$/s, "reason_credits"], [/^published by (?<name>.+)$/s, "reason_published"],
    [/^names no source$/, "reason_none"], [/^same text as (?<name>\S+): (?<part>\d+)% of word sequences alike$/, "reason_reprint"],
    [/^same text as (?<name>\S+): (?<part>\d+)% of names and numbers alike$/, "reason_translation"], [/^same text as (?<name>\S+): .*$/s, "reason_same"],
  ];
  const reasonOf = (reason) => {
    const [pattern, key] = REASONS.find(([one]) => one.test(reason)) ?? [];
    if (!key) return reason;
    const { name, part } = pattern.exec(reason).groups ?? {};
    const article = lg.articles.get(name);
    return say(key, { name: article ? `“${article.title || ui.untitled}”` : name, part });
  };

  const claimCard = (claim, again) => el("article", { class: "claim", "data-claim": lg.iri(claim.id) },
    el("p", { class: "how" }, badge(claim.modality), again ? el("span", { class: "badge" }, ui.reprint) : null,
      negates(claim) ? el("span", { class: "badge negative" }, `≠ ${ui.negative}`) : null),
    el("blockquote", { lang: lg.articleFor(claim).language || null, dir: "auto" }, claim.prefix ?? "", el("mark", {}, claim.quote), claim.suffix ?? ""),
    source(claim),
    el("dl", {},
      row(ui.said_by, claim.speaker ? who(claim.speaker) : ui.said_by_article,
        claim.said_as && claim.speaker && claim.said_as !== lg.nameOf(claim.speaker) ? ` ${say("said_as", { words: claim.said_as })}` : ""),
      row(ui.via, claim.via && who(claim.via)),
      row(ui.production, claim.production && who(claim.production)),
      row(ui.agreement, claim.agreement && who(claim.agreement)),
      row(ui.event, claim.event && who(claim.event)),
      row(ui.origin_why, reasonOf(claim.origin_reason ?? "")),
      row(ui.task, claim.task ?? ""),
      row(ui.effect, (claim.effects ?? []).map(effect).join("; "))),
    el("details", {}, el("summary", {}, ui.found), el("p", {}, say("found_text", {
      start: claim.start ?? 0, end: claim.end ?? 0, rule: [claim.extractor, claim.rule].filter(Boolean).join(" ") || "–",
      confidence: (claim.confidence ?? 0).toLocaleString(lg.language, { maximumFractionDigits: 2 }) })),
      el("p", {}, el("code", {}, lg.iri(claim.id)))),
    el("button", { type: "button", class: "plain", "data-cite": claim.id, onclick: () => lg.save.copy(citation(claim)) }, ui.cite));

  /** Keep what comes from one origin together: several prints of one report are no several sources. */
  const byOrigin = (claims) => {
    const origins = new Map();
    for (const claim of claims) {
      const name = lg.originOf(claim);
      const key = claim.origin || lg.fold(name).replace(/\s+/g, " ") || claim.article || claim.id;
      if (!origins.has(key)) origins.set(key, { name, claims: [] });
      origins.get(key).claims.push(claim);
    }
    const several = claims.length > 1;
    return [...origins.values()].map(({ name, claims: own }, place) => [
      !several ? null : el("h4", {}, say("origin", { place: place + 1, all: origins.size, name: name || ui.no_publisher })),
      ...own.map((claim, i) => claimCard(claim, i > 0)),
    ]).flat();
  };

  const close = () => el("button", { type: "button", class: "close", "data-close": true, "aria-label": ui.close, title: ui.close }, "×");
  const list = (title, facts, quote) => (facts.length
    ? [el("h3", {}, title), el("ul", { class: "facts" }, facts.map((fact) => el("li", {}, factButton(fact, quote))))] : []);
  const fill = (...children) => { panel.replaceChildren(...children.flat().filter(Boolean)); panel.scrollTop = 0; };

  const told = (fact) => lg.told[fact.index];

  const affirming = (fact) => lg.claimsOf(fact.id).filter((claim) => !denies(claim));
  /** Head one side of a dispute with how its claims say it: a fear is not told as fact because others deny it. */
  const side = (key, claims, link) => {
    const ways = claims.map((claim) => page.strings.modalities[claim.modality] + (negates(claim) ? ` ${ui.negative}` : ""));
    return el("div", {}, el("h3", {}, `${say(key, { ways: [...new Set(ways)].join(", ") })} (${claims.length})`),
      link ? el("p", {}, link) : null, byOrigin(claims));
  };

  const showFact = (id) => {
    const fact = lg.facts.get(id);
    const claims = lg.claimsOf(id);
    const denials = claims.filter(denies);
    const contrary = lg.contraryOf(fact), disputed = lg.disputed(fact);
    const sides = [
      disputed ? side("side_for", affirming(fact)) : el("div", {}, byOrigin(claims)),
      contrary && side("side_contrary", affirming(contrary), factLink(contrary)),
      disputed && denials.length > 0 && side("side_against", denials),
    ];
    const seen = fact.first_seen && (fact.first_seen === fact.last_seen ? lg.day(fact.first_seen)
      : say("between", { first: lg.day(fact.first_seen), last: lg.day(fact.last_seen) }));
    fill(
      el("p", { class: "kicker" }, fact.asserted ? ui.asserted_yes : ui.asserted_no,
        disputed ? el("b", { class: "contested" }, ` ${page.looks.contested} ${ui.contested_why}`) : null),
      el("h2", { tabindex: "-1" }, who(fact.subject), ` ${lg.verbOf(fact)} `, who(fact.object)), close(),
      el("p", { class: "meta" }, [count(claims.length, "claims"), count(fact.sources, "sources"), denials.length && count(denials.length, "denials"), seen].filter(Boolean).join(" · ")),
      el("div", { class: disputed ? "sides" : null }, sides));
  };

  const showStart = (missing) => {
    const ranked = [...lg.rows.facts].sort((a, b) => b.sources - a.sources || told(b) - told(a) || (a.id < b.id ? -1 : 1));
    const contested = ranked.filter(lg.disputed).slice(0, 5);
    fill(
      missing ? el("p", { class: "notice", role: "alert" }, say("unknown", { id: missing.slice(0, 200) })) : null,
      el("h2", { tabindex: "-1" }, ui.start), el("p", { class: "meta" }, ui.start_hint),
      list(ui.start_contested, contested),
      list(ui.start_sources, ranked.filter((fact) => !contested.includes(fact)).slice(0, 8)));
  };

  lg.panel = { showFact, showStart, badge, list, close, fill, factButton, told, panel, heading: () => panel.querySelector("h2") };
})();
