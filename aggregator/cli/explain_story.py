"""The answer to `aggregator explain --story A[,B]`: why entries are or are not one story, with the scores."""

from datetime import datetime

import click
from rich.markup import escape

from aggregator.cli.options import console, print_json
from aggregator.jobs.cluster import Explanation, explain_pair
from aggregator.newsroom import Newsroom
from aggregator.store.stories import Placed, find_placed


def explain_story(newsroom: Newsroom, value: str, now: datetime, as_json: bool) -> None:  # noqa: ARG001 - every question is asked alike
    """Prints why one entry stands where it stands, or what the comparison of two says."""
    ids = _ids(value)
    with newsroom.database.read() as connection:
        placed = find_placed(connection, ids)
        missing = [entry_id for entry_id in ids if entry_id not in placed]
        if missing:
            raise click.BadParameter(f"not placed in a story: {', '.join(map(str, missing))}", param_hint="--story")
        fold = newsroom.newsfile.stories.fold_photos
        pair = explain_pair(connection, ids[0], ids[1], fold_photos=fold) if len(ids) == 2 else None
    if as_json:
        print_json(_plain([placed[entry_id] for entry_id in ids], pair))
        return
    for entry_id in ids:
        _show_entry(placed[entry_id])
    if pair is not None:
        _show_pair(pair)


def _ids(value: str) -> list[int]:
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        raise click.BadParameter(f"{value!r} is not one or two entry numbers; write 40231,40310", param_hint="--story")
    return list(dict.fromkeys(int(part) for part in parts))


def _show_entry(placed: Placed) -> None:
    out = console()
    out.print(f"[bold]{placed.entry_id}[/bold] {escape(placed.outlet)}: {escape(placed.title)}", soft_wrap=True)
    by = "an editor put it there" if placed.pinned else escape(placed.why)
    out.print(f"  story {placed.story_id}, as {placed.relation.value} ({placed.score:.2f}): {by}", soft_wrap=True)


def _show_pair(pair: Explanation) -> None:
    verdict = "[green]one story[/green]" if pair.together else "[yellow]two stories[/yellow]"
    out = console()
    out.print(f"{verdict}; compared today: {pair.verdict.relation.value} ({pair.verdict.score:.2f})")
    out.print(f"  {escape(pair.verdict.why)}", soft_wrap=True)
    if pair.together and pair.verdict.relation.value == "different":
        out.print("  they are together through the story's other entries: see `aggregator stories show`")


def _plain(entries: list[Placed], pair: Explanation | None) -> dict[str, object]:
    return {
        "entries": [
            {
                "entry": one.entry_id,
                "story": one.story_id,
                "relation": one.relation.value,
                "score": one.score,
                "why": one.why,
                "by_editor": one.pinned,
            }
            for one in entries
        ],
        "pair": None
        if pair is None
        else {
            "together": pair.together,
            "relation": pair.verdict.relation.value,
            "score": pair.verdict.score,
            "why": pair.verdict.why,
        },
    }
