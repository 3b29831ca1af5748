"""What goes over HTTP: serve, push."""

from __future__ import annotations

import click

from laborgraph.commands.session import Session, common


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=7878, show_default=True)
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds for a query.")
@click.option("--memory", type=click.IntRange(64), default=512, show_default=True, help="MB for a query.")
@click.option("--size", type=click.IntRange(1), default=64, show_default=True, help="MB for an answer.")
@click.option("--rows", type=click.IntRange(1), default=200_000, show_default=True, help="Rows for an answer.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Queries at once; default: by the machine.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="Let scripts of this site ask; * is all.")
@common
def serve(
    session: Session,
    host: str,
    port: int,
    timeout: float,
    memory: int,
    size: int,
    rows: int,
    workers: int | None,
    origins: tuple[str, ...],
) -> None:
    """Serve a SPARQL 1.1 endpoint, a query page and the pages of the graph, read-only, until stopped.

    \b
    Example:  laborgraph serve --port 8080
    """
    from laborgraph.web import app
    from laborgraph.web.pool import Limits, default_workers

    limits = Limits(seconds=timeout, megabytes=memory, size=size, rows=rows, workers=workers or default_workers())
    with session.dataset() as dataset, app.snapshot(dataset) as (store, counts):
        session.tell(f"http://{host}:{port}/sparql answers; http://{host}:{port}/ is for people; stop with Ctrl+C")
        app.run(app.application(store, counts, limits, origins), host, port)


@click.command()
@click.argument("url")
@click.option(
    "--store",
    "kind",
    default="standard",
    show_default=True,
    metavar="KIND",
    help="standard, fuseki, oxigraph, graphdb, virtuoso or blazegraph.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be sent; only the store's list of graphs is read.")
@click.option("--verify", is_flag=True, help="Send nothing: read all graphs back; exit 1 if one is not the dataset's.")
@click.option("--force", is_flag=True, help="Push even if most of the store's graphs would be deleted.")
@common
def push(session: Session, url: str, kind: str, dry_run: bool, verify: bool, force: bool) -> None:
    """Send the dataset to a SPARQL 1.1 Graph Store, a graph for each article, only what changed.

    With --store the product's own address will do, such as http://localhost:3030/ds for fuseki. User and password come
    from LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD, or a token from LABORGRAPH_TOKEN.

    \b
    Example:  laborgraph push http://localhost:3030/ds/data
    """
    from laborgraph import push as pushing
    from laborgraph.graphstore import GraphStore

    store = GraphStore(url, kind)
    with session.dataset() as dataset:
        if verify:
            if wrong := pushing.differences(dataset, store):
                click.echo("\n".join(wrong))
                raise SystemExit(1)
            session.tell("Every graph there is the dataset's.")
            return
        done = pushing.changes(dataset, store) if dry_run else pushing.push(dataset, store, force=force)
    for change in done:
        if change.action != "keep":
            click.echo(f"{change.action}\t{change.graph}\t{change.triples}")
    counts = {action: sum(change.action == action for change in done) for action in ("put", "delete", "keep")}
    told = ", ".join(f"{action} {count}" for action, count in counts.items())
    session.tell(f"{'Would' if dry_run else 'Graphs'}: {told}")
