"""`aggregator explain --ranking`: how a digest's stories come to their order, part by part."""

from datetime import date, datetime

import click
from rich.table import Table

from aggregator.cli.options import console, print_json
from aggregator.digests.edition import Card, Edition
from aggregator.digests.rank import LEAD_SCORE
from aggregator.jobs import publish
from aggregator.model import Digest
from aggregator.newsroom import Newsroom

PARTS = ("own", "outlets", "tier", "exclusive", "where", "urgent", "growth", "age", "copies", "press_release", "kind")


def explain_ranking(newsroom: Newsroom, value: str, now: datetime, as_json: bool) -> None:
    """`value` is a digest's name or id, for the issue that comes next, or NAME:DATE for one of before."""
    name, day = _split(value)
    digest = _find(newsroom, name)
    edition = _edition(newsroom, digest, day, now)
    if as_json:
        print_json([_row(edition, card) for card in edition.cards])
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rank", justify="right")
    table.add_column("score", justify="right")
    table.add_column("parts")
    table.add_column("headline", overflow="fold")
    for number, card in enumerate(edition.cards, 1):
        lead = " *" if card.story in edition.leads else ""
        table.add_row(f"{number}{lead}", str(card.score), _parts(card), _headline(card))
    console().print(table)
    console().print(
        f"* told first: news, at least {LEAD_SCORE} points, and our own, exclusive or in two outlets (docs/digest.md)"
    )


def _split(value: str) -> tuple[str, date | None]:
    name, colon, day = value.rpartition(":")
    if not colon:
        return value, None
    try:
        return name, date.fromisoformat(day)
    except ValueError:
        raise click.BadParameter(f"{day!r} is no date; write NAME:2026-07-01", param_hint="--ranking") from None


def _find(newsroom: Newsroom, name: str) -> Digest:
    named = [digest for digest in newsroom.newsfile.digests if name in (digest.name, digest.id)]
    return named[0] if named else publish.find_digest(newsroom, name)


def _edition(newsroom: Newsroom, digest: Digest, day: date | None, now: datetime) -> Edition:
    if day is None:
        return publish.compose(newsroom, digest, publish.open_window(newsroom, digest, now), now)
    edition = publish.find_issue(newsroom, digest, day)
    if edition is None:
        raise click.BadParameter(f"{digest.name} has no issue of {day.isoformat()}", param_hint="--ranking")
    return edition


def _parts(card: Card) -> str:
    return " ".join(f"{part.name} {part.points:+}" for part in card.parts)


def _headline(card: Card) -> str:
    return "".join(piece.text for piece in card.headline)


def _row(edition: Edition, card: Card) -> dict[str, object]:
    points = {part.name: part.points for part in card.parts}
    return {
        "story": card.story,
        "headline": _headline(card),
        "lead": card.story in edition.leads,
        "score": card.score,
        "parts": {name: points.get(name, 0) for name in PARTS},
    }
