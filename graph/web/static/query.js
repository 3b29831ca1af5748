"use strict";
// The query page: YASGUI with the questions of the field, our prefixes, and completion from the vocabulary.
const BASE = "https://w3id.org/laborgraph/id/";
const french = navigator.language.startsWith("fr");
const main = document.querySelector("main");
const choice = document.getElementById("question");
const help = document.getElementById("help");

const load = async (path) => (await fetch(path)).json();

/** Declare the prefixes that a query uses, so that it can be copied to any other endpoint. */
function declared(query, prefixes) {
  const used = Object.entries(prefixes).filter(([name]) => new RegExp(`\\b${name}:`).test(query));
  return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query;
}

function completers(known) {
  const prefixes = Object.entries(known.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  const lists = { prefixes, class: known.classes, property: known.properties };
  for (const [name, list] of Object.entries(lists)) {
    Yasgui.Yasqe.forkAutocompleter(name, { name: `laborgraph-${name}`, get: list, bulk: true, persistenceId: null });
  }
  return [...Object.keys(lists).map((name) => `laborgraph-${name}`), "variables"];
}

function follow(event) {
  const link = event.target.closest?.("a");
  if (link?.getAttribute("href")?.startsWith(BASE)) link.href = "/id/" + link.getAttribute("href").slice(BASE.length);
}

async function start() {
  const [known, questions] = await Promise.all([load("/completion.json"), load("/questions.json")]);
  const first = declared(main.dataset.query, known.prefixes);
  const { Yasqe, Yasr } = Yasgui;
  Yasqe.defaults.autocompleters = completers(known);
  Yasqe.defaults.value = first;
  Yasr.defaults.prefixes = known.prefixes;
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: {
      endpoint: new URL(main.dataset.endpoint, location.href).href,
      method: "POST",
      acceptHeaderGraph: "text/turtle,*/*;q=0.9",
    },
    persistenceId: "laborgraph",
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
  });
  const language = french ? "fr" : "en";
  for (const question of questions) choice.add(new Option(question.title[language], question.name));
  choice.addEventListener("change", () => {
    const question = questions.find((one) => one.name === choice.value);
    if (!question) return;
    help.textContent = question.help[language];
    const yasqe = { value: declared(question.sparql, known.prefixes) };
    const tab = yasgui.addTab(true, { name: question.name, yasqe }, { avoidDuplicateTabs: true });
    tab.query().catch(() => {}); // YASGUI shows what went wrong
  });
  for (const kind of ["mousedown", "focusin"]) document.addEventListener(kind, follow, true);
  performance.mark("laborgraph-ready");
}

start();
