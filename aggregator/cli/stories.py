"""`aggregator stories`: the stories of a day, an editor's splits and merges, and judging pairs or entries from a file."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.errors import AggregatorError

if TYPE_CHECKING:
    from aggregator.model import Outlet, Story, StoryMember
    from aggregator.newsroom import Newsroom
    from aggregator.store.engine import Connection
    from aggregator.stories.pairs import Item

ZONE = "Asia/Seoul"  # whose day --date means, and where a date without zone is at home
FAR = datetime(2100, 1, 1, tzinfo=UTC)  # a file may be read long after it was written: no date in it is "in the future"


@click.group(invoke_without_command=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day (Asia/Seoul) [today].")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="How many stories.")
@click.option(
    "--pairs", type=click.Path(exists=True, path_type=Path, allow_dash=True), help="Judge pairs of a JSON Lines file."
)
@click.option(
    "--entries", type=click.Path(exists=True, path_type=Path, allow_dash=True), help="Cluster entries of such a file."
)
@settings_options
@now_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    day: datetime | None,
    limit: int,
    pairs: Path | None,
    entries: Path | None,
    settings: Settings,
    clock: Clock,
    as_json: bool,
) -> None:
    """List the biggest stories of a day: one line per event, with all its outlets.

    \b
    Examples:
      aggregator stories --date 2026-07-01
      aggregator stories show 812              every entry of story 812
      aggregator stories split 812 40231 40310 take two entries out, for good
      aggregator stories merge 812 845         one story from now on

    \b
    Files (JSON Lines, "-" is standard input; answers go to standard output, bad rows are named and skipped):
      aggregator stories --pairs FILE     rows {"id", "a": {title, url, text, date, outlet}, "b": {…}}
                                          answers {"id", "relation", "score", "why"}
      aggregator stories --entries FILE   rows {"id", title, url, text, date, outlet} in order of arrival
                                          answers {"id", "story", "relation"}
    relation is same_entry, copy, same_story or different. Only the title must be there.
    """
    if context.invoked_subcommand is not None:
        context.obj = (settings, clock)
    elif pairs is not None:
        _judge_pairs(pairs)
    elif entries is not None:
        _cluster_entries(entries)
    else:
        with opened(settings, clock) as newsroom:
            _list(newsroom, day.date() if day else clock.now().astimezone(ZoneInfo(ZONE)).date(), limit, as_json)


# --- Files --------------------------------------------------------------------------------------------------------------


def _judge_pairs(path: Path) -> None:
    from aggregator.stories.pairs import judge_pairs  # noqa: PLC0415 - keeps --help quick: it loads rapidfuzz and word lists

    rows = [(row.get("id"), (_item(row.get("a")), _item(row.get("b")))) for row in _read(path, ("a", "b"))]
    for (row_id, _), verdict in zip(rows, judge_pairs([pair for _, pair in rows]), strict=True):
        _write(id=row_id, relation=verdict.relation.value, score=verdict.score, why=verdict.why)


def _cluster_entries(path: Path) -> None:
    from aggregator.jobs.story_rows import cluster_items  # noqa: PLC0415 - keeps --help quick: it loads the database

    rows = [(row.get("id"), _item(row)) for row in _read(path, ())]
    for (row_id, _), placed in zip(rows, cluster_items([item for _, item in rows]), strict=True):
        _write(id=row_id, story=placed.story, relation=placed.relation.value)


def _read(path: Path, parts: Sequence[str]) -> Iterator[dict[str, object]]:
    """The file's good rows; bad ones are named on standard error and left out."""
    with click.open_file(str(path), encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _checked(line, parts)
            except ValueError as bad:
                click.echo(f"{path}:{number}: {bad}; skipped", err=True)


def _checked(line: str, parts: Sequence[str]) -> dict[str, object]:
    row = json.loads(line)  # a JSON error is a ValueError too, and says where
    if not isinstance(row, dict):
        raise ValueError("not an object")
    for part in parts or ("",):
        found = row.get(part) if part else row
        if not isinstance(found, dict) or not isinstance(found.get("title"), str):
            raise ValueError(f"{part or 'the row'} has no title")
    return row


def _item(row: object) -> "Item":
    from aggregator.stories.pairs import Item  # noqa: PLC0415 - as above
    from aggregator.text.dates import read_date  # noqa: PLC0415 - as above

    assert isinstance(row, dict)
    return Item(
        title=row["title"],
        url=_text(row.get("url")),
        text=_text(row.get("text")) or "",
        date=read_date(_text(row.get("date")), ZONE, FAR),
        outlet=_text(row.get("outlet")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _write(**fields: object) -> None:
    click.echo(json.dumps(fields, ensure_ascii=False))


# --- The list -----------------------------------------------------------------------------------------------------------


def _list(newsroom: "Newsroom", day: date, limit: int, as_json: bool) -> None:
    from aggregator.store.stories import find_biggest, get_stories  # noqa: PLC0415 - only with a database

    start = datetime.combine(day, time(), ZoneInfo(ZONE)).astimezone(UTC)
    with newsroom.database.read() as connection:
        sizes = find_biggest(connection, start, start + timedelta(days=1), limit)
        found = {
            story.id: story for story in get_stories(connection, [size.story_id for size in sizes], newsroom.outlets)
        }
    stories = [found[size.story_id] for size in sizes]
    if as_json:
        print_json([_story_row(story, newsroom.outlets) for story in stories])
        return
    if not stories:
        console().print(
            f"No stories on {day}. `aggregator poll` collects entries; `aggregator run --once` places them."
        )
    for number, (story, size) in enumerate(zip(stories, sizes, strict=True), start=1):
        lead = _lead(story)
        console().print(f"{number:>3}. [bold]{_plain(lead.stored.entry.title)}[/bold]", soft_wrap=True)
        names = ", ".join(dict.fromkeys(_name(member, newsroom.outlets) for member in story.members))
        console().print(
            f"     {size.outlets} outlets, {size.entries} entries · story {story.id} · {_plain(names)}", soft_wrap=True
        )


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _lead(story: "Story") -> "StoryMember":
    return next(member for member in story.members if member.stored.id == story.lead)


def _name(member: "StoryMember", outlets: "Mapping[str, Outlet]") -> str:
    known = outlets.get(member.stored.outlet)
    return known.name if known is not None else member.stored.outlet


def _story_row(story: "Story", outlets: "Mapping[str, Outlet]") -> dict[str, object]:
    return {
        "story": story.id,
        "lead": story.lead,
        "title": _lead(story).stored.entry.title,
        "first_seen": story.first_seen,
        "entries": [
            {
                "entry": member.stored.id,
                "outlet": _name(member, outlets),
                "title": member.stored.entry.title,
                "url": member.stored.entry.url,
                "first_seen": member.stored.first_seen,
                "relation": member.relation.value,
                "copy_of": member.copy_of,
                "superseded_by": member.superseded_by,
                "press_release": member.press_release,
            }
            for member in story.members
        ],
    }


# --- Editors ------------------------------------------------------------------------------------------------------------


@command.command("show")
@click.argument("story_id", type=int)
@json_option
@click.pass_obj
def show(obj: tuple[Settings, Clock], story_id: int, as_json: bool) -> None:
    """Show every entry of a story, who was first, what copies what, and its merges and splits."""
    from aggregator.store.stories import find_log, get_stories  # noqa: PLC0415 - only with a database

    with opened(*obj) as newsroom, newsroom.database.read() as connection:
        current = _known(connection, story_id)
        (story,) = get_stories(connection, [current], newsroom.outlets)
        if as_json:
            print_json(_story_row(story, newsroom.outlets))
            return
        for member in story.members:
            console().print(_plain(_entry_line(story, member, newsroom.outlets)), soft_wrap=True)
        for line in find_log(connection, current):
            console().print(
                f"{line.at:%Y-%m-%d %H:%M} {line.event}: {line.story_id}, {line.other_id} by {line.by} {line.detail}"
            )


def _entry_line(story: "Story", member: "StoryMember", outlets: "Mapping[str, Outlet]") -> str:
    notes = [f"copy of {member.copy_of}"] if member.copy_of is not None else []
    notes += [f"continued by {member.superseded_by}"] if member.superseded_by is not None else []
    notes += ["press release"] if member.press_release else []
    notes += ["lead"] if member.stored.id == story.lead else []
    seen = member.stored.first_seen.astimezone(ZoneInfo(ZONE))
    tail = f" ({', '.join(notes)})" if notes else ""
    return f"{member.stored.id:>8} {seen:%m-%d %H:%M} {_name(member, outlets)}: {member.stored.entry.title}{tail}"


@command.command("split")
@click.argument("story_id", type=int)
@click.argument("entry_ids", type=int, nargs=-1, required=True)
@click.pass_obj
def split(obj: tuple[Settings, Clock], story_id: int, entry_ids: Sequence[int]) -> None:
    """Take entries out of a story into one of their own; the program never joins the two again."""
    from aggregator.store.stories import find_entry_ids, split_story  # noqa: PLC0415 - only with a database

    settings, clock = obj
    with opened(settings, clock) as newsroom, newsroom.database.write() as connection:
        current = _known(connection, story_id)
        _check_split(find_entry_ids(connection, [current])[current], entry_ids, current)
        new = split_story(connection, current, sorted(set(entry_ids)), clock.now())
    click.echo(f"{len(set(entry_ids))} entries are story {new} now")


def _check_split(members: Iterable[int], entry_ids: Sequence[int], story_id: int) -> None:
    strangers = sorted(set(entry_ids) - set(members))
    if strangers:
        raise click.UsageError(
            f"not in story {story_id}: {', '.join(map(str, strangers))}; see `aggregator stories show {story_id}`"
        )
    if set(members) <= set(entry_ids):
        raise click.UsageError(f"these are all entries of story {story_id}: nothing would be left")


@command.command("merge")
@click.argument("story_id", type=int)
@click.argument("other_id", type=int)
@click.pass_obj
def merge(obj: tuple[Settings, Clock], story_id: int, other_id: int) -> None:
    """Make two stories one; it keeps the lower number, and the higher one still finds it."""
    from aggregator.store.stories import merge_stories, pin_story  # noqa: PLC0415 - only with a database

    settings, clock = obj
    with opened(settings, clock) as newsroom, newsroom.database.write() as connection:
        keep, gone = sorted((_known(connection, story_id), _known(connection, other_id)))
        if keep == gone:
            raise click.UsageError(f"{story_id} and {other_id} are one story already")
        merge_stories(connection, keep, gone, clock.now(), by="editor")
        pin_story(connection, keep)
    click.echo(f"story {gone} is part of story {keep} now")


def _known(connection: "Connection", story_id: int) -> int:
    from aggregator.store.stories import current_story  # noqa: PLC0415 - only with a database

    current = current_story(connection, story_id)
    if current is None:
        raise AggregatorError(
            f"there is no story {story_id}", hint="`aggregator stories` lists them with their numbers"
        )
    return current
