"use strict";
// What leaves the page: files of the present view, and texts to paste elsewhere.
(() => {
  const lg = globalThis.laborgraph;
  const { el, ui, say } = lg;
  const PASTED = 50_000;
  const status = document.getElementById("said");

  const tell = (text) => { status.textContent = text; };
  const offer = (name, content, type) => {
    const href = content.startsWith?.("data:") ? content : URL.createObjectURL(new Blob([content], { type }));
    const link = el("a", { href, download: name });
    link.click();
    if (href.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(href), 10_000);
    tell(say("saved", { name }));
  };

  /** Copy a text; where the browser refuses, show it to be copied by hand. */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      tell(ui.copied);
    } catch {
      const box = document.getElementById("by-hand");
      box.querySelector("textarea").value = text;
      box.showModal();
      box.querySelector("textarea").select();
    }
  };

  const record = (claim) => {
    const fact = lg.facts.get(claim.fact), article = lg.articleFor(claim);
    return {
      claim: lg.iri(claim.id), fact: claim.fact, subject: lg.nameOf(fact.subject), predicate: fact.predicate, object: lg.nameOf(fact.object),
      modality: claim.modality, polarity: claim.polarity, contested: lg.disputed(fact), speaker: claim.speaker ? lg.nameOf(claim.speaker) : "",
      said_as: claim.said_as ?? "", via: claim.via ? lg.nameOf(claim.via) : "", production: claim.production ? lg.nameOf(claim.production) : "",
      task: claim.task ?? "", quote: claim.quote, sentence: `${claim.prefix ?? ""}${claim.quote}${claim.suffix ?? ""}`, confidence: claim.confidence ?? 0,
      title: article.title ?? "", publisher: article.publisher ?? "", published: article.published ?? "", language: article.language ?? "",
      url: lg.safeUrl(article.url),
    };
  };
  // A spreadsheet runs a cell as a formula that begins so (OWASP, "CSV Injection").
  const cell = (value) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const records = () => lg.table.rows().map((place) => record(lg.claims[place]));
  const csv = () => {
    const columns = Object.keys(lg.claims.length ? record(lg.claims[0]) : {});
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    return "\ufeff" + [columns, ...records().map((one) => columns.map((name) => one[name]))].map((row) => row.map(cell).join(",") + "\r\n").join("");
  };
  const json = () => `${JSON.stringify({ title: document.title, view: location.hash, claims: records() }, null, 1)}\n`;

  const caption = () => `${document.querySelector("#status span").textContent} · laborgraph`;
  const png = () => {
    const { canvas, colours } = lg.graph.snapshot();
    const ratio = canvas.width / canvas.clientWidth, strip = 56 * ratio;
    const sheet = el("canvas", { width: canvas.width, height: canvas.height + strip });
    const pen = sheet.getContext("2d");
    pen.fillStyle = colours.paper;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(canvas, 0, 0);
    pen.fillStyle = colours.ink;
    pen.font = `600 ${16 * ratio}px system-ui, sans-serif`;
    pen.fillText(document.title, 12 * ratio, canvas.height + 22 * ratio, sheet.width - 24 * ratio);
    pen.font = `${12 * ratio}px system-ui, sans-serif`;
    pen.fillText(caption(), 12 * ratio, canvas.height + 42 * ratio, sheet.width - 24 * ratio);
    return sheet.toDataURL("image/png");
  };
  const picture = () => lg.svg_file.write(lg.graph.snapshot(), document.title, caption());

  /** Copy the query of a view; what is too long to paste becomes a file. */
  const query = (name, view) => {
    const text = lg.queries.write(name, view, lg.table.rows());
    return text.length <= PASTED ? copy(text) : offer(name === "cypher" ? "claims.cypher" : "claims.rq", text, "text/plain;charset=utf-8");
  };

  const acts = {
    csv: () => offer("claims.csv", csv(), "text/csv;charset=utf-8"),
    json: () => offer("claims.json", json(), "application/json"),
    png: () => offer("picture.png", png()),
    svg: () => offer("picture.svg", picture(), "image/svg+xml"),
    print: () => globalThis.print(),
  };

  lg.save = { acts, copy, query };
})();
