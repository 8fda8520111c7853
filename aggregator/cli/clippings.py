"""`aggregator clippings`: what the watchlists caught."""

from datetime import datetime, timedelta

import click
from rich.table import Table
from rich.text import Text

from aggregator.cli.options import IsoTime, console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.model import Clipping, Field
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import find_clippings


@click.command()
@click.option("--watchlist", "-w", multiple=True, metavar="NAME", help="Only this watchlist (may be repeated).")
@click.option("--since", type=IsoTime(), help="From this time on [24 hours ago].")
@click.option("--until", type=IsoTime(), help="Before this time [now].")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@settings_options
@now_option
@json_option
def command(
    watchlist: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    settings: Settings,
    clock: Clock,
    as_json: bool,
) -> None:
    """List the entries that the watchlists caught, newest last, with the words that matched.

    \b
    Examples:
      aggregator clippings -w 네이버
      aggregator clippings --since 2026-07-01 --until 2026-07-02 --json
    """
    with opened(settings, clock) as newsroom:
        wanted = _ids(newsroom, watchlist) if watchlist else None
        start = since or clock.now() - timedelta(days=1)
        with newsroom.database.read() as connection:
            found = find_clippings(connection, wanted, start, until, limit)
        if as_json:
            print_json([_row(newsroom, clipping) for clipping in found])
        else:
            _show(newsroom, found)


def _ids(newsroom: Newsroom, names: tuple[str, ...]) -> tuple[str, ...]:
    by_name = {watchlist.name: watchlist.id for watchlist in newsroom.newsfile.watchlists}
    for name in names:
        if name not in by_name and name not in newsroom.watchlists:
            raise click.BadParameter(
                f"no watchlist is called {name!r}; there are {', '.join(by_name)}", param_hint="-w"
            )
    return tuple(by_name.get(name, name) for name in names)


def _show(newsroom: Newsroom, found: tuple[Clipping, ...]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("seen", "watchlist", "outlet", "headline", "matched"):
        table.add_column(column, overflow="fold" if column == "headline" else "ellipsis")
    for clipping in found:
        table.add_row(
            clipping.seen_at.astimezone().strftime("%m-%d %H:%M"),
            _name(newsroom, clipping.watchlist),
            _outlet(newsroom, clipping.stored.outlet),
            _marked(clipping),
            ", ".join(dict.fromkeys(match.variant for match in clipping.matches)),
        )
    console().print(table)
    console().print(f"{len(found)} clippings of {len({clipping.stored.id for clipping in found})} entries")


def _marked(clipping: Clipping) -> Text:
    text = Text(clipping.stored.entry.title)
    for match in clipping.matches:
        if match.field is Field.TITLE:
            text.stylize("bold yellow", match.start, match.end)
    return text


def _row(newsroom: Newsroom, clipping: Clipping) -> dict[str, object]:
    entry = clipping.stored.entry
    return {
        "watchlist": _name(newsroom, clipping.watchlist),
        "seen_at": clipping.seen_at,
        "entry": clipping.stored.id,
        "outlet": _outlet(newsroom, clipping.stored.outlet),
        "title": entry.title,
        "url": entry.url,
        "byline": entry.byline,
        "published": entry.published,
        "first_seen": clipping.stored.first_seen,
        "matches": [
            {"term": m.term, "variant": m.variant, "field": m.field, "start": m.start, "end": m.end, "rule": m.rule}
            for m in clipping.matches
        ],
    }


def _name(newsroom: Newsroom, watchlist: str) -> str:
    known = newsroom.watchlists.get(watchlist)
    return known.name if known else watchlist


def _outlet(newsroom: Newsroom, outlet: str) -> str:
    known = newsroom.outlets.get(outlet)
    return known.name if known else outlet
