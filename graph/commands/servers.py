"""Neo4j: sync."""

from __future__ import annotations

import click

from laborgraph.commands.session import Session, common, credentials, server_options


@click.command()
@click.option("--neo4j", "uri", required=True, help="The server, such as bolt://localhost:7687.")
@server_options
@common
def sync(session: Session, uri: str, user: str | None, database: str | None) -> None:
    """Make a Neo4j database equal to the dataset; what users added there stays.

    User and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or --user and a prompt.

    \b
    Example:  laborgraph sync --neo4j bolt://localhost:7687
    """
    from laborgraph import run_log
    from laborgraph.lpg import neo4j

    with session.dataset() as dataset, neo4j.connect(uri, credentials(user)) as driver:
        session.tell(str(neo4j.sync(dataset, driver, database=database)))
        run_log.save_synced(dataset, uri)
