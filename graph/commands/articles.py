"""Articles in: demo, extract, build, remove, status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from laborgraph.commands.reading import foretell, reading, reading_options
from laborgraph.commands.session import ROW_FORMATS, Session, common, finish, read_articles, show


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
@common
def demo(session: Session, folder: Path) -> None:
    """Do the whole main job on the bundled articles, offline.

    \b
    Example:  laborgraph demo
    """
    from laborgraph.demo import run

    run(folder, session.report, click.echo)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--all", "everything", is_flag=True, help='Add claims below the threshold, marked "accepted": false.')
@click.option("--explain", is_flag=True, help="Say why each claim was made and, with --all, left out.")
@click.option("--strict", is_flag=True, help="Exit 1 if a source could not be used.")
@reading_options
@common
def extract(
    session: Session, sources: tuple[str, ...], everything: bool, explain: bool, strict: bool, dry_run: bool, **how: Any
) -> None:
    """Print what each article says, one JSON object a line; store nothing.

    SOURCE is a file, folder, glob or - for stdin.

    \b
    Example:  laborgraph extract article.txt | jq .claims
    """
    from laborgraph.records import record

    with reading(session, **how) as reader:
        articles = read_articles(session, sources)
        if dry_run:
            foretell(reader, articles, session)
            return
        for extraction in reader.read(articles, session.report):
            click.echo(json.dumps(record(extraction, everything=everything, explain=explain), ensure_ascii=False))
    finish(session, strict)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--strict", is_flag=True, help="Exit 1 if a source could not be used.")
@reading_options
@common
def build(session: Session, sources: tuple[str, ...], strict: bool, dry_run: bool, **how: Any) -> None:
    """Read articles and add what they say to the dataset; what is unchanged is skipped.

    SOURCE is a file, folder, glob or - for stdin.

    \b
    Example:  laborgraph build articles/
    """
    from laborgraph import pipeline, run_log

    with reading(session, **how) as reader:
        if dry_run:
            foretell(reader, read_articles(session, sources), session)
            return
        with session.dataset(make=True) as dataset:
            built = pipeline.build(dataset, read_articles(session, sources), session.report, reader)
            run_log.save_issues(dataset, session.issues)
            held = dataset.status()["articles"]
        session.tell(f"{built}; {session.folder()} holds {held} article{'s' * (held != 1)}")
    finish(session, strict)


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@common
def remove(session: Session, articles: tuple[str, ...]) -> None:
    """Take articles, and all that only they support, out of the dataset.

    ARTICLE is an id, IRI, address or title, as `status --articles` lists them.

    \b
    Example:  laborgraph remove https://example.org/story
    """
    with session.dataset(write=True) as dataset:
        ids = [dataset.find_article(article) for article in articles]
        for article in ids:
            dataset.remove(article)
        dataset.derive()
        session.tell(f"{len(set(ids))} removed")


@click.command()
@click.option("--articles", is_flag=True, help="List the articles instead.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@common
def status(session: Session, articles: bool, format_: str) -> None:
    """Count what the dataset holds, by type, predicate and language.

    \b
    Example:  laborgraph status
    """
    from laborgraph import run_log

    with session.dataset() as dataset:
        show(run_log.article_table(dataset) if articles else run_log.status_table(dataset), format_)
