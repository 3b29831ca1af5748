"""Neo4j: sync, and pull what was synced."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from laborgraph.commands.session import Session, common, credentials, server_options
from laborgraph.errors import UsageError


@click.command()
@click.option("--neo4j", "uri", help="The server, such as bolt://localhost:7687.")
@click.option("--dry-run", is_flag=True, help="Tell what would be written; write nothing.")
@click.option("--verify", is_flag=True, help="Only read: tell what differs, exit 1 if something does.")
@click.option("--repair", is_flag=True, help="Compare what Neo4j really holds, and rewrite what differs.")
@click.option("--rebuild", is_flag=True, help="Remove all that laborgraph wrote there first.")
@click.option("--allow-mass-delete", is_flag=True, help="Sync even if more than a fifth would be removed.")
@click.option("--bulk", type=click.Path(path_type=Path, file_okay=False), help="Write files for neo4j-admin instead.")
@server_options
@common
def sync(
    session: Session,
    uri: str | None,
    dry_run: bool,
    verify: bool,
    repair: bool,
    rebuild: bool,
    allow_mass_delete: bool,
    bulk: Path | None,
    user: str | None,
    database: str | None,
) -> None:
    """Make a Neo4j database equal to the dataset; what users added there stays.

    User and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or --user and a prompt.

    \b
    Example:  laborgraph sync --neo4j bolt://localhost:7687
              laborgraph sync --neo4j bolt://localhost:7687 --verify
              laborgraph sync --bulk import/
    """
    if sum((verify, repair, rebuild, bulk is not None)) > 1 or (verify and dry_run) or (bulk and uri):
        raise UsageError("choose one of --verify, --repair, --rebuild and --bulk; --dry-run goes with a sync")
    if bulk:
        _bulk(session, bulk, database)
        return
    if not uri:
        raise UsageError("which server? --neo4j bolt://localhost:7687, or --bulk DIR for files")
    from laborgraph import run_log
    from laborgraph.lpg import neo4j
    from laborgraph.lpg.sync import sync as synchronize
    from laborgraph.lpg.verify import verify as check

    with (
        session.dataset() as dataset,
        neo4j.connect(uri, credentials(user)) as driver,
        neo4j.explained(uri),
        _progress(session, "records") as progress,
    ):
        if verify:
            verdict = check(dataset, driver, database=database, progress=progress)
        else:
            done = synchronize(
                dataset,
                driver,
                database=database,
                dry_run=dry_run,
                repair=repair,
                rebuild=rebuild,
                allow_mass_delete=allow_mass_delete,
                progress=progress,
            )
            if not dry_run:
                run_log.save_synced(dataset, uri)
    if verify:
        click.echo(str(verdict))
        if not verdict.equal:
            raise SystemExit(1)
    elif dry_run:
        click.echo(str(done))
    else:
        session.tell(str(done))


@click.command()
@click.option("--neo4j", "uri", required=True, help="The server, such as bolt://localhost:7687.")
@click.option("-o", "--output", default="-", help="The file to write, - for stdout.")
@server_options
@common
def pull(session: Session, uri: str, output: str, user: str | None, database: str | None) -> None:
    """Read a synced Neo4j database back as RDF (N-Quads), equal to the dataset that was synced.

    \b
    Example:  laborgraph pull --neo4j bolt://localhost:7687 -o graph.nq
    """
    from laborgraph.files import replacing
    from laborgraph.lpg import neo4j
    from laborgraph.lpg.pull import pull as read

    with (
        neo4j.connect(uri, credentials(user)) as driver,
        neo4j.explained(uri),
        _progress(session, "records") as progress,
    ):
        lines = read(driver, database=database, progress=progress)
        if output == "-":
            sys.stdout.buffer.writelines(lines)
            sys.stdout.buffer.flush()
        else:
            with replacing(Path(output)) as out:
                out.writelines(lines)


def _bulk(session: Session, folder: Path, database: str | None) -> None:
    from laborgraph.lpg.bulk import write_files

    with session.dataset() as dataset, _progress(session, "records") as progress:
        command = write_files(dataset, folder, database=database or "neo4j", progress=progress)
    click.echo(command)


@contextmanager
def _progress(session: Session, unit: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show how many were done, how fast and how long it will take, where a person looks on."""
    if session.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:.0f} {task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(unit, total=None, rate="")

        def advance(count: int, total: int) -> None:
            progress.update(task, advance=count, total=total or None)
            elapsed = progress.tasks[0].elapsed
            progress.update(task, rate=f"{progress.tasks[0].completed / elapsed:,.0f}/s" if elapsed else "")

        yield advance
