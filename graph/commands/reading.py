"""Options of the commands that read articles: by which extractor, and what a model may cost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from laborgraph.model import Article

if TYPE_CHECKING:
    from laborgraph.commands.session import Session
    from laborgraph.loaders.reading import Reading


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --extractor, --jobs, --max-tokens, --max-cost and --dry-run."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Tell what the model would be asked, and the price; ask nothing."),
        click.option("--max-cost", type=click.FloatRange(min=0), help="Stop before the model costs more than this."),
        click.option("--max-tokens", type=click.IntRange(min=0), help="Stop before the model takes more tokens."),
        click.option(
            "--extractor",
            type=click.Choice(["rules", "llm", "both"]),
            default="rules",
            show_default=True,
            help="Who reads: the rules, the model of LABORGRAPH_LLM_URL and LABORGRAPH_LLM_MODEL, or both.",
        ),
        click.option("--jobs", type=click.IntRange(min=1), help="Processes that read many articles; one a core."),
    ):
        command = option(command)
    return command


@contextmanager
def reading(
    session: Session, extractor: str, jobs: int | None, max_tokens: int | None, max_cost: float | None
) -> Iterator[Reading]:
    """Open what the options ask for, and tell at the end what a model took."""
    from laborgraph.loaders.pool import Terms
    from laborgraph.loaders.reading import Reading
    from laborgraph.ontology.own import own_rules

    terms, jobs = Terms(own_rules(session.folder())), jobs or len(os.sched_getaffinity(0))
    if extractor == "rules":
        yield Reading(terms=terms, jobs=jobs)
        return
    from laborgraph.loaders import llm, llm_client

    where = llm_client.endpoint()
    budget = llm_client.Budget(max_tokens=max_tokens, max_cost=max_cost, price=where.price)
    cache = llm_client.Cache(llm_client.cache_file())
    try:
        yield Reading(llm.LanguageModel(llm_client.Client(where, cache, budget)), extractor == "both", terms, jobs)
        if budget.asked:
            price = f", price {budget.cost:.4f}" if where.price else ""
            session.tell(f"{where.model}: {budget.asked} requests, {budget.tokens} tokens{price}")
    finally:
        cache.close()


def foretell(reader: Reading, articles: Iterable[Article], session: Session) -> None:
    """Print what reading the articles would ask of the model, at most."""
    from laborgraph.loaders import extract, llm

    model, own = reader.model, reader.terms.own
    requests, given, taken = 0, 0, 0
    for article in articles if model else ():
        drafted = extract.draft(article, session.report, own)
        asked = llm.pages([scene for group in drafted.groups for scene in group], drafted.cast, article.language)
        if model:
            more = model.foretell(asked)
            requests, given, taken = requests + more[0], given + more[1], taken + more[2]
    price = model.client.endpoint.price if model else None
    cost = f", at most {(given * price[0] + taken * price[1]) / 1e6:.4f}" if price else ""
    click.echo(f"{requests} requests, at most {given + taken} tokens ({given} in, {taken} out){cost}")
