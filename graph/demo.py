"""The whole main job on the bundled articles: facts with their quotes, one Cypher and one SPARQL answer, a page."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

from laborgraph import pipeline, run_log
from laborgraph.dataset import Dataset
from laborgraph.loaders.readers import read
from laborgraph.lpg.query import ask_embedded
from laborgraph.model import Issue, Report
from laborgraph.ontology.terms import ID, NS
from laborgraph.table import Table, write
from laborgraph.viz import page, select

CYPHER = """\
MATCH (s:Entity)-[f:USES|TESTS]->(t:Tool)
MATCH (c:Claim {fid: f.fid})
OPTIONAL MATCH (c)-[:SAID_BY]->(who)
RETURN DISTINCT s.name AS who, type(f) AS does, t.name AS tool, c.modality AS told_as, who.name AS said_by
ORDER BY who, does, tool, said_by LIMIT 8"""

SPARQL = """\
SELECT DISTINCT ?holder ?feared_for ?quote WHERE {
  ?claim lg:predicate ?p ; lg:modality lg:feared ; lg:object/lg:name ?feared_for ; lg:quote ?quote .
  FILTER(?p IN (lg:affects, lg:replaces))
  OPTIONAL { ?claim lg:saidBy/lg:name ?holder }
} ORDER BY ?feared_for ?holder ?quote LIMIT 6"""

_BEST = """\
SELECT ?predicate ?subject ?object ?modality ?quote ?said_by ?title ?published ?claims ?sources ?contested WHERE {
  ?fact a lg:Fact ; rdf:predicate ?predicate ; rdf:subject/lg:name ?subject ; rdf:object/lg:name ?object ;
    lg:claimCount ?claims ; lg:sourceCount ?sources ; lg:isContested ?contested ; lg:bestClaim ?claim .
  ?claim lg:quote ?quote ; lg:modality ?modality ; lg:fromArticle ?article .
  ?article lg:title ?title .
  OPTIONAL { ?article lg:published ?published }
  OPTIONAL { ?claim lg:saidBy/lg:name ?said_by }
} ORDER BY DESC(?contested) DESC(?sources) DESC(?claims) ?predicate ?subject ?object ?quote"""


def run(folder: Path, report: Report, say: Callable[[str], None]) -> None:
    """Build the bundled articles into the folder, tell what they say, and write the page."""
    data = folder / "laborgraph-data"
    with as_file(files("laborgraph.loaders") / "articles") as articles, Dataset.open(data) as dataset:
        issues: list[Issue] = []

        def noted(issue: Issue) -> None:
            issues.append(issue)
            report(issue)

        built = pipeline.build(dataset, read([str(articles / "*.md")], noted), noted)
        run_log.save_issues(dataset, issues)
        found = dataset.status()
        say(f"Articles: {built} ({', '.join(found['languages'])}).")
        say(
            f"They make {found['claims']} claims, which state {found['facts']} facts about {found['entities']} "
            f"entities; {found['asserted']} facts are told as fact, contested are {found['contested']}.\n"
        )
        for line in _facts(dataset):
            say(line)
        say(f"In Cypher, who uses or tests what, and who says so?\n\n{textwrap.indent(CYPHER, '    ')}\n")
        say(_shown(ask_embedded(dataset, CYPHER, {})))
        say(f"In SPARQL, what is feared, for whom?\n\n{textwrap.indent(SPARQL, '    ')}\n")
        say(_shown(dataset.select(SPARQL)))
        graph = select.subgraph(dataset, ())
        page.write(graph, folder / "index.html")
    say(
        f"The page: {folder / 'index.html'} (open it in a browser; no network is needed)\n\n"
        "Go on with:\n"
        f'  laborgraph --data {data} view "El Eternauta" --open\n'
        f'  laborgraph --data {data} cypher "MATCH (u:Union)-[o:OPPOSES]->(x) RETURN u.name, x.name, o.quote"\n'
        f"  laborgraph build YOUR-ARTICLES/"
    )


def _facts(dataset: Dataset) -> Iterator[str]:
    """Tell the best-supported fact of each predicate, with the words that it rests on."""
    told: set[str] = set()
    for row in dataset.select(_BEST).rows:
        predicate, subject, object_, modality, quote, said_by, title, published, claims, sources, contested = row
        name = predicate.removeprefix(NS)
        if name in told:
            continue
        told.add(name)
        notes = [modality.removeprefix(NS)]
        notes += [f"{claims} claims, {sources} independent source{'s' * (sources > 1)}"] if claims > 1 else []
        notes += ["contested"] if contested else []
        yield f"{subject} — {name} → {object_}   ({'; '.join(notes)})"
        yield textwrap.fill(f"“{quote}”", 100, initial_indent="    ", subsequent_indent="    ")
        said = f"said by {said_by}, in" if said_by else "in"
        yield f"    {said} “{title}”{f', {published}' if published else ''}\n"


def _shown(table: Table) -> str:
    """Write an answer as people read it, with short names for IRIs."""
    short = Table(
        table.columns,
        [
            tuple(cell.removeprefix(NS).removeprefix(ID) if isinstance(cell, str) else cell for cell in row)
            for row in table.rows
        ],
    )
    out = io.StringIO()
    write(short, "table", out)
    return textwrap.indent(out.getvalue(), "    ")
