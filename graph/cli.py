"""The command line: puts the commands together and turns errors into one line and an exit code.

Data goes to stdout, everything else to stderr. Exit 0 done, 1 the run found something wrong, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from laborgraph.commands import articles, asking, outputs, queries, servers, serving
from laborgraph.commands.session import Session
from laborgraph.errors import LaborGraphError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="laborgraph")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The dataset's folder.")
@click.option("-q", "--quiet", is_flag=True, help="Print data only.")
@click.option("-v", "--verbose", count=True, help="Tell more (twice: everything).")
@click.pass_context
def cli(context: click.Context, data: Path | None, quiet: bool, verbose: int) -> None:
    """Read what AI does to work in film, television, games and voice, claim by claim, with every source.

    \b
    Start here:  laborgraph demo
    """
    session = context.ensure_object(Session)
    session.data, session.quiet = data, quiet
    session.tell_more(verbose)
    context.call_on_close(session.listen())


for _command in (
    articles.demo,
    articles.extract,
    articles.build,
    articles.remove,
    articles.status,
    queries.cypher,
    queries.sparql,
    asking.ask,
    servers.sync,
    servers.pull,
    outputs.view,
    outputs.export,
    serving.serve,
    serving.push,
    outputs.validate,
    outputs.ontology,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and turn errors into one line on stderr and an exit code."""
    try:
        cli(prog_name="laborgraph", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except LaborGraphError as error:
        click.echo(f"laborgraph: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of stdout is gone (head, less): nothing is left to say, nor a place to flush it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = error.filename or "the answer could not be written"
        click.echo(f"laborgraph: {place}: {error.strerror or error}", err=True)
        sys.exit(1)
