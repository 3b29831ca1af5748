"use strict";
// The query page: choose a question, run the query, show the rows. Answers are only ever set as text.
const [query, status, answer, help, choice] = ["query", "status", "answer", "help", "question"].map((id) =>
  document.getElementById(id));
const endpoint = document.querySelector("main").dataset.endpoint;
const KINDS = { csv: "text/csv", json: "application/sparql-results+json" };
const ACCEPT = KINDS.json + ", text/turtle;q=0.9";
const BASE = "https://w3id.org/laborgraph/id/";
const french = navigator.language.startsWith("fr");
let running = null;

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
  return made;
}

async function ask(accept) {
  running?.abort();
  running = new AbortController();
  const headers = { Accept: accept, "Content-Type": "application/sparql-query" };
  return fetch(endpoint, { method: "POST", headers, body: query.value, signal: running.signal });
}

function table(columns, rows) {
  const grid = element("table", "", answer);
  const head = element("tr", "", element("thead", "", grid));
  columns.forEach((column) => { element("th", column, head).scope = "col"; });
  const body = element("tbody", "", grid);
  for (const row of rows) {
    const line = element("tr", "", body);
    for (const column of columns) {
      const term = row[column];
      if (term?.type === "uri" && term.value.startsWith(BASE)) {
        const local = term.value.slice(BASE.length);
        element("a", local, element("td", "", line)).href = "/id/" + encodeURIComponent(local);
      } else {
        const cell = element("td", term ? term.value : "", line);
        if (term?.["xml:lang"]) cell.lang = term["xml:lang"];
      }
    }
  }
}

async function run() {
  const began = performance.now();
  status.textContent = french ? "en cours…" : "running…";
  answer.replaceChildren();
  try {
    const response = await ask(ACCEPT);
    const kind = response.headers.get("Content-Type") ?? "";
    if (!response.ok) {
      element("p", await response.text(), answer).className = "error";
      status.textContent = `${response.status}`;
      return;
    }
    if (!kind.startsWith(KINDS.json)) element("pre", await response.text(), answer);
    else {
      const data = await response.json();
      if ("boolean" in data) element("p", String(data.boolean), answer);
      else table(data.head.vars, data.results.bindings);
    }
    const rows = answer.querySelectorAll("tbody tr").length;
    status.textContent = `${rows} ${french ? "lignes" : "rows"}, ${Math.round(performance.now() - began)} ms`;
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = String(error);
  }
}

async function save(format) {
  const response = await ask(KINDS[format]);
  if (!response.ok) { status.textContent = await response.text(); return; }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = "answer." + format;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function questions() {
  const language = french ? "fr" : "en";
  const list = await (await fetch("/questions.json")).json();
  for (const question of list) element("option", question.title[language], choice).value = question.name;
  choice.addEventListener("change", () => {
    const question = list.find((one) => one.name === choice.value);
    if (!question) return;
    query.value = question.sparql;
    help.textContent = question.help[language];
    run();
  });
}

document.getElementById("run").addEventListener("click", run);
document.querySelectorAll(".get").forEach((button) => button.addEventListener("click", () => save(button.dataset.format)));
query.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) run(); });
questions();
