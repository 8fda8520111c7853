"""`aggregator try`: the whole product at work on a small fictional newsroom, without configuration or internet."""

import time
from pathlib import Path

import click
from rich.markup import escape

from aggregator.cli.options import console, json_option, print_json
from aggregator.cli.progress import progress
from aggregator.demo.day import DUTY, OVERSEAS, PRESS, Report, find_rounds, run_day


@click.command()
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default="try-out",
    show_default=True,
    help="The folder for what is made; files of an earlier trial are overwritten.",
)
@json_option
def command(into: Path, as_json: bool) -> None:
    """Run the whole product on a small newsroom that ships with it. Needs no configuration and no internet; about half a minute.

    Fifteen fictional Korean outlets are served on loopback, with the habits of real ones: particles and spacing variants, wire
    copies, 속보 chains, an EUC-KR feed, tracking links, a feed that fails, one that is frozen, one that breaks off, pages with a
    portal's chrome. The real pipeline polls them through two weeks and a day on a simulated clock, matches the watchlists
    (소버린 AI, 네이버, …), gathers stories, and mails the morning digest to a mail server on loopback.

    \b
    Examples:
      aggregator try                      leaves ./try-out/digest.html, .txt, .eml, the English edition,
                                          an alert, feeds.yaml and the database
      aggregator try --into demo

    All outlets, people and articles in it are invented, also where a real company is named.
    """
    began = time.monotonic()
    rounds = find_rounds()
    with progress("reading the news of", len(rounds)) as advance:
        report = run_day(into, rounds, advance)
    seconds = time.monotonic() - began
    if as_json:
        print_json(_row(report, seconds))
    else:
        _show(report, seconds)


def _show(report: Report, seconds: float) -> None:
    out, counts = console(), report.counts
    out.print("[bold]A fortnight and a day of a fictional press, through the real pipeline[/]\n")
    out.print(
        f"[green]polled[/]     {len(report.outlets)} outlets in {report.rounds} rounds: {counts['poll']} requests, "
        f"{counts['poll new']} articles, {counts['poll unchanged']} times nothing new",
        soft_wrap=True,
    )
    out.print(
        f"[green]read[/]       {counts['extract ok']} article pages behind titles without text; "
        f"{counts['poll revised']} headline edited later",
        soft_wrap=True,
    )
    out.print(
        f"[green]caught[/]     {counts['poll clippings']} clippings; "
        f"in this morning's issue {report.issue_entries} articles, told as {report.issue_stories} stories",
        soft_wrap=True,
    )
    out.print(
        f"[green]mailed[/]     {report.letters[PRESS]} morning digests in Korean, {report.letters[OVERSEAS]} in English, "
        f"{report.letters[DUTY]} instant alerts, over SMTP",
        soft_wrap=True,
    )
    for one in report.troubles:
        name = escape(report.outlets[one.feed.outlet])
        out.print(f"[yellow]{one.status:<10}[/] {name}: {escape(one.detail)}", soft_wrap=True)
    out.print(f"\nMade in {seconds:.0f} s:")
    for path in report.files:
        out.print(f"  {path}", markup=False, soft_wrap=True)
    out.print(
        _NEXT.format(folder=report.folder, database=f"sqlite:///{report.folder}/newsroom.sqlite3"), soft_wrap=True
    )


_NEXT = """
[bold]Open digest.html in a browser.[/] Then ask the newsroom itself, which is still there:

  aggregator feeds -c {folder}/feeds.yaml --database {database} --now 2026-06-17T07:30+09:00
  aggregator explain "네이버가 소버린(주권) AI를 온라인으로" -c {folder}/feeds.yaml

Your own newsroom: [bold]aggregator init[/], edit feeds.yaml, [bold]aggregator check[/], [bold]aggregator run[/].
All outlets, people and articles of this trial are invented."""


def _row(report: Report, seconds: float) -> dict[str, object]:
    return {
        "folder": str(report.folder),
        "files": [str(path) for path in report.files],
        "seconds": round(seconds, 1),
        "rounds": report.rounds,
        "outlets": len(report.outlets),
        "entries": report.counts["poll new"],
        "clippings": report.counts["poll clippings"],
        "revised": report.counts["poll revised"],
        "pages_read": report.counts["extract ok"],
        "letters": dict(report.letters),
        "issue": {"articles": report.issue_entries, "stories": report.issue_stories},
        "troubles": [
            {"outlet": report.outlets[one.feed.outlet], "health": one.status, "detail": one.detail}
            for one in report.troubles
        ],
    }
