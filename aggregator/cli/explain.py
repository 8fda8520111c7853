"""`aggregator explain`: why a text, an entry, a story or a digest's order is what it is.

Other rooms plug in their own questions as functions of the opened newsroom (QUESTIONS); this module must not answer them.
"""

import importlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.model import Field, StoredEntry

if TYPE_CHECKING:
    from aggregator.match.explanation import Candidate, Explanation
    from aggregator.newsroom import Newsroom

# option: (module, function). Called as function(newsroom, value, now, as_json) and prints its own answer.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "story": ("aggregator.cli.explain_story", "explain_story"),
    "ranking": ("aggregator.cli.explain_ranking", "explain_ranking"),
}


@click.command()
@click.argument("text", required=False)
@click.option("--entry", "entry_id", type=int, metavar="ID", help="A stored entry instead of TEXT.")
@click.option("--title", help="Take this as the headline and TEXT as the summary.")
@click.option("--watchlist", "names", multiple=True, help="Only these watchlists, by id or name.")
@click.option("--outlet", metavar="ID", help="The outlet TEXT stands for.")
@click.option("--story", metavar="ENTRY[,ENTRY]", help="Why entries are or are not one story.")
@click.option("--ranking", metavar="DIGEST", help="How a digest's stories come to their order.")
@settings_options
@now_option
@json_option
def command(  # noqa: PLR0913, PLR0917 - one option each for the questions people ask
    text: str | None,
    entry_id: int | None,
    title: str | None,
    names: tuple[str, ...],
    outlet: str | None,
    story: str | None,
    ranking: str | None,
    settings: Settings,
    clock: Clock,
    as_json: bool,
) -> None:
    """Say why a text, entry or story matched or did not: every place looked at, and the rule that decided.

    \b
    Examples:
      aggregator explain '네이버클라우드, 소버린(주권) AI 공개'
      aggregator explain '온라인 라인업 공개' --watchlist 라인
      aggregator explain --entry 40231
      aggregator explain --story 40231,40310
      aggregator explain --ranking morning
    """
    with opened(settings, clock) as newsroom:
        asked = {"story": story, "ranking": ranking}
        for question, value in asked.items():
            if value is not None:
                _answer(question)(newsroom, value, clock.now(), as_json)
                return
        if entry_id is None:
            fields = _fields(newsroom, text, title, outlet)
        else:
            stored = _stored(newsroom, entry_id)
            fields, outlet = _stored_fields(newsroom, stored), stored.outlet
            if not as_json:
                _introduce(newsroom, stored)
        explanations = _explain(newsroom, names, fields, outlet)
    if as_json:
        print_json([_plain(explanation) for explanation in explanations])
    else:
        for explanation in explanations:
            _show(explanation)


def _answer(question: str) -> Callable[..., None]:
    module, function = QUESTIONS[question]
    answer: Callable[..., None] = getattr(importlib.import_module(module), function)
    return answer


def _fields(newsroom: "Newsroom", text: str | None, title: str | None, outlet: str | None) -> Mapping[Field, str]:
    """The words given, as an entry of the outlet."""
    if text is None and title is None:
        raise click.UsageError("give a TEXT, --title, --entry, --story or --ranking")
    known = newsroom.outlets.get(outlet or "")
    name = known.name if known else outlet or ""
    return {Field.TITLE: title or "", Field.SUMMARY: text or "", Field.OUTLET: name}


def _stored(newsroom: "Newsroom", entry_id: int) -> StoredEntry:
    from aggregator.store.entries import get_entries  # noqa: PLC0415 - loads the database

    with newsroom.database.read() as connection:
        stored = get_entries(connection, [entry_id]).get(entry_id)
    if stored is None:
        raise click.BadParameter(f"there is no entry {entry_id}", param_hint="--entry")
    return stored


def _stored_fields(newsroom: "Newsroom", stored: StoredEntry) -> Mapping[Field, str]:
    """The entry as the matcher reads it."""
    from aggregator.jobs.matching import fields_of  # noqa: PLC0415 - loads the jobs

    return fields_of(newsroom, stored.outlet, stored.entry, section=stored.section, full_text=stored.full_text)


def _introduce(newsroom: "Newsroom", stored: StoredEntry) -> None:
    """What the entry is, and what it said before its outlet edited it."""
    from aggregator.store.entries import find_revisions  # noqa: PLC0415 - loads the database

    with newsroom.database.read() as connection:
        revisions = find_revisions(connection, stored.id)
    outlet = newsroom.outlets.get(stored.outlet)
    name = outlet.name if outlet else stored.outlet
    console().print(f"{escape(stored.entry.title)} · {escape(name)} · {_local(stored.first_seen)}")
    for revision in revisions:
        line = f"  [dim]until {_local(revision.seen_at)}: {escape(revision.title)}[/dim]"
        console().print(line, soft_wrap=True)


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _explain(
    newsroom: "Newsroom", names: tuple[str, ...], fields: Mapping[Field, str], outlet: str | None
) -> tuple["Explanation", ...]:
    from aggregator.match.matcher import Matcher  # noqa: PLC0415 - loads the word lists
    from aggregator.text.morphology import MISSING, available  # noqa: PLC0415 - with them

    if not available():
        click.echo(f"aggregator explain: {MISSING}", err=True)
    known = newsroom.newsfile.watchlists
    for name in names:
        if all(name not in (watchlist.id, watchlist.name) for watchlist in known):
            listed = ", ".join(watchlist.id for watchlist in known)
            raise click.BadParameter(f"there is no watchlist {name!r}; there are {listed}", param_hint="--watchlist")
    chosen = [watchlist for watchlist in known if not names or watchlist.id in names or watchlist.name in names]
    return Matcher(chosen).explain(fields, outlet)


def _show(explanation: "Explanation") -> None:
    out = console()
    verdict = "[green]matched[/green]" if explanation.matched else "[yellow]not matched[/yellow]"
    out.print(f"[bold]{escape(explanation.watchlist)}[/bold]: {verdict} — {escape(explanation.reason)}")
    for candidate in explanation.candidates:
        sign, word = ("[green]+[/green]", "accepted") if candidate.accepted else ("[red]-[/red]", "refused")
        place = f"{candidate.field} {candidate.start}-{candidate.end}"
        out.print(
            f"  {sign} {escape(candidate.variant)} ({escape(candidate.term)}), {place}: {word} by {_rule(candidate)}"
        )
        out.print(f"      [dim]{escape(candidate.sentence[:200])}[/dim]", soft_wrap=True)


def _rule(candidate: "Candidate") -> str:
    shown = escape(f'"{candidate.rule}"')
    if candidate.evidence:
        parts = ", ".join(f"{item.name} {item.weight:+.1f}" for item in candidate.evidence if item.weight)
        shown += f" ({escape(parts)})"
    return shown


def _plain(explanation: "Explanation") -> dict[str, object]:
    return {
        "watchlist": explanation.watchlist,
        "matched": explanation.matched,
        "reason": explanation.reason,
        "places": [
            {
                "term": place.term,
                "variant": place.variant,
                "field": place.field,
                "start": place.start,
                "end": place.end,
                "sentence": place.sentence,
                "accepted": place.accepted,
                "rule": place.rule,
                "form": place.form,
                "evidence": {item.name: round(item.weight, 2) for item in place.evidence},
            }
            for place in explanation.candidates
        ],
    }
