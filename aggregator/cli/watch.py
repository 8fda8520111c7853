"""`aggregator watch`: tries a term or a watchlist on stored history before anybody relies on it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.model import Field, Term, TermKind

if TYPE_CHECKING:
    from aggregator.match.advice import Advice, Sample
    from aggregator.newsroom import Newsroom


@click.group()
def command() -> None:
    """Try a term or watchlist on what is stored.

    \b
    Example:
      aggregator watch test 라인 --days 30
    """


@command.command("test")
@click.argument("subject", metavar="TERM|WATCHLIST")
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="How far back.")
@click.option("--kind", type=click.Choice(list(TermKind)), help="Take TERM as a name or a topic [by its form].")
@click.option("--sense", metavar="WORDS", help="What TERM means, in free words: '포털 다음'.")
@settings_options
@now_option
@json_option
def test(
    subject: str, days: int, kind: str | None, sense: str | None, settings: Settings, clock: Clock, as_json: bool
) -> None:
    """Show what TERM, or each term of WATCHLIST, would have caught: counts by class, samples, and what to change.

    \b
    Examples:
      aggregator watch test 네이버
      aggregator watch test 다음 --kind name --sense '포털 다음' --days 90
      aggregator watch test naver              a watchlist of feeds.yaml, by its id or name
    """
    from aggregator.match.advice import try_term  # noqa: PLC0415 - loads the matcher
    from aggregator.text.morphology import MISSING, available  # noqa: PLC0415 - with it

    if not available():
        click.echo(f"aggregator watch: {MISSING}", err=True)
    with opened(settings, clock) as newsroom:
        terms = _terms(newsroom, subject, kind, sense)
        texts = list(_history(newsroom, clock, days))
    advices = [try_term(term, texts) for term in terms]
    if as_json:
        print_json([_plain(advice) for advice in advices])
        return
    console().print(f"{len(texts)} entries of the last {days} days\n", highlight=False)
    for advice in advices:
        _show(advice)


def _terms(newsroom: "Newsroom", subject: str, kind: str | None, sense: str | None) -> tuple[Term, ...]:
    """The watchlist's terms, its query's words too, or the word itself."""
    from aggregator.match.query import parse_query  # noqa: PLC0415 - only watchlists have queries

    for watchlist in newsroom.newsfile.watchlists:
        if subject in (watchlist.id, watchlist.name) and kind is None and sense is None:
            words = parse_query(watchlist.query).words if watchlist.query else ()
            return (*watchlist.any, *watchlist.all, *watchlist.none, *(word.term for word in words))
    return (Term(text=subject, kind=TermKind(kind) if kind else None, sense=sense),)


def _history(newsroom: "Newsroom", clock: Clock, days: int) -> Iterator[Mapping[Field, str]]:
    from aggregator.jobs.matching import fields_of  # noqa: PLC0415 - loads the jobs
    from aggregator.store.entries import find_entries_between  # noqa: PLC0415 - loads the database

    now = clock.now()
    with newsroom.database.read() as connection:
        for stored in find_entries_between(connection, now - timedelta(days=days), now + timedelta(seconds=1)):
            yield fields_of(newsroom, stored.outlet, stored.entry, section=stored.section, full_text=stored.full_text)


def _show(advice: "Advice") -> None:
    out = console()
    out.print(f"[bold]{escape(advice.term.text)}[/bold] ({advice.kind}): {advice.entries} entries would be clipped")
    for chosen, count in advice.counts.items():
        out.print(f"  {chosen:<14} {count:>6}")
        for sample in advice.samples.get(chosen, ()):
            out.print(f"      {_marked(sample)}  [dim]{escape(sample.rule)}[/dim]", soft_wrap=True)
    for label, words in (("aliases", advice.aliases), ("exclude", advice.excludes), ("near", advice.nears)):
        if words:
            out.print(f"  consider {label}: {escape(', '.join(words))}")
    for hint in advice.hints:
        out.print(f"  [yellow]![/yellow] {escape(hint)}")
    out.print()


def _marked(sample: "Sample") -> str:
    before, place, after = (
        sample.text[: sample.start],
        sample.text[sample.start : sample.end],
        sample.text[sample.end :],
    )
    return f"{escape(before)}[reverse]{escape(place)}[/reverse]{escape(after)}"


def _plain(advice: "Advice") -> dict[str, object]:
    return {
        "term": advice.term.text,
        "kind": advice.kind,
        "entries": advice.entries,
        "counts": dict(advice.counts),
        "samples": {
            chosen: [{"text": s.text, "start": s.start, "end": s.end, "rule": s.rule} for s in samples]
            for chosen, samples in advice.samples.items()
        },
        "refusals": dict(advice.refusals),
        "common_noun": advice.common_noun,
        "aliases": advice.aliases,
        "exclude": advice.excludes,
        "near": advice.nears,
        "hints": advice.hints,
    }
