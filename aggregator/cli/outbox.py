"""`aggregator outbox`: what became of every letter, and what a person may do about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from aggregator.cli.options import console, json_option, now_option, opened, print_json, settings_options
from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.delivery.chat import shown_service
from aggregator.errors import ExitCode
from aggregator.jobs.unsubscribe import unsubscribe
from aggregator.model import Channel, LetterState
from aggregator.runtime.signals import stop_on_signals
from aggregator.runtime.unsubscribe_page import serve_page
from aggregator.store import outbox
from aggregator.store.engine import Connection
from aggregator.store.outbox import OutboxRow
from aggregator.store.pauses import Pause, end_pause, find_pause
from aggregator.store.suppressions import EVERYTHING, list_suppressions, suppress, unsuppress

COLOURS = {
    LetterState.QUEUED: "cyan",
    LetterState.SENDING: "cyan",
    LetterState.DOT: "yellow",
    LetterState.SENT: "green",
    LetterState.FAILED: "red",
    LetterState.HELD: "magenta",
    LetterState.CANCELLED: "dim",
}
UNFINISHED = tuple(state for state in LetterState if state not in (LetterState.SENT, LetterState.CANCELLED))


class _ListFirst(click.Group):
    """`aggregator outbox` and `aggregator outbox --json` mean `list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group("outbox", cls=_ListFirst)
def command() -> None:
    """Show letters, and decide about those that did not arrive.

    \b
    queued      waits for its turn, or to be tried again     sent        the other side took it
    sending     on its way now                               failed      refused for good, or given up
    held        the connection broke after the end of the letter: it may have arrived
    cancelled   taken out by hand, or its reader wants no more

    \b
    Examples:
      aggregator outbox                     what has not arrived
      aggregator outbox list --state sent   what has
      aggregator outbox --check             for a monitor: exit code 5 when something is wrong
      aggregator outbox show 12 --raw       the exact bytes of letter 12
      aggregator outbox retry 12 13         try again now (the same bytes, the same Message-ID)
      aggregator outbox release --all       send held letters again, although they may have arrived
      aggregator outbox arrived 12          a held letter did arrive
      aggregator outbox suppress kim@example.org --digest morning
    """


@command.command("list")
@click.option(
    "--state", "states", multiple=True, type=click.Choice([state.value for state in LetterState]), help="Only these."
)
@click.option("--all", "every", is_flag=True, help="Also letters sent and cancelled.")
@click.option(
    "--check", is_flag=True, help="Exit with code 5 when letters are held, delayed, or failed in the last day."
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many, newest first.")
@settings_options
@now_option
@json_option
def show_list(
    states: tuple[str, ...], every: bool, check: bool, limit: int, settings: Settings, clock: Clock, as_json: bool
) -> None:
    """List letters that have not arrived, newest first."""
    wanted = tuple(LetterState(state) for state in states) or (() if every else UNFINISHED)
    with opened(settings, clock) as newsroom, newsroom.database.read() as connection:
        rows = outbox.list_letters(connection, states=wanted, limit=limit)
        counts = outbox.count_letters(connection)
        pauses = _pauses(connection, clock.now())
        undelivered = outbox.count_undelivered(connection, clock.now() - timedelta(days=1))
    if as_json:
        print_json([_row(row) for row in rows])
    else:
        _show_summary(rows, counts, pauses)
    if check and undelivered.any:
        raise SystemExit(ExitCode.DELIVERY)


@command.command()
@click.argument("letter_id", metavar="NUMBER", type=int)
@click.option("--raw", is_flag=True, help="Write the exact bytes to standard output (a .eml file).")
@settings_options
@json_option
def show(letter_id: int, raw: bool, settings: Settings, as_json: bool) -> None:
    """Show one letter: its state, what happened to it, its headers."""
    with opened(settings) as newsroom, newsroom.database.read() as connection:
        row, content = outbox.find_letter(connection, letter_id), outbox.find_content(connection, letter_id)
    if row is None or content is None:
        raise click.ClickException(f"there is no letter {letter_id}; `aggregator outbox list --all` shows them")
    if raw:
        if not content:
            raise click.ClickException(f"letter {letter_id} was sent long ago; its bytes are no longer kept")
        click.echo(content, nl=False)
    elif as_json:
        print_json(_row(row))
    else:
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, value in _row(row).items():
            table.add_row(Text(name, style="bold"), Text("" if value is None else str(value)))
        console().print(table)
        if row.channel is not Channel.CHAT:
            click.echo("\n" + content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").replace("\r\n", "\n"))


@command.command()
@click.argument("letter_ids", metavar="NUMBER...", type=int, nargs=-1)
@click.option("--failed", is_flag=True, help="All letters that failed.")
@settings_options
@now_option
def retry(letter_ids: tuple[int, ...], failed: bool, settings: Settings, clock: Clock) -> None:
    """Try letters again now, bytes and Message-ID as they were, also a channel that pauses."""

    def act(connection: Connection) -> int:
        ids = [*letter_ids, *(_ids(connection, LetterState.FAILED) if failed else ())]
        for channel in Channel:
            end_pause(connection, channel)
        return outbox.retry_letters(connection, ids, clock.now())

    _need_some(letter_ids, failed, "--failed")
    _change(settings, clock, act, "queued again; the next `aggregator run` sends them")


@command.command()
@click.argument("letter_ids", metavar="NUMBER...", type=int, nargs=-1, required=True)
@settings_options
def cancel(letter_ids: tuple[int, ...], settings: Settings) -> None:
    """Take letters out of the queue. One that is being sent right now cannot be called back."""
    _change(settings, Clock(), lambda connection: outbox.cancel_letters(connection, letter_ids), "cancelled")


@command.command()
@click.argument("letter_ids", metavar="NUMBER...", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="All held letters.")
@settings_options
@now_option
def release(letter_ids: tuple[int, ...], every: bool, settings: Settings, clock: Clock) -> None:
    """Send held letters again. Their readers may get a second copy; mail programs that know the Message-ID show one."""

    def act(connection: Connection) -> int:
        held = _ids(connection, LetterState.HELD)
        return outbox.retry_letters(connection, held if every else sorted(set(letter_ids) & set(held)), clock.now())

    _need_some(letter_ids, every, "--all")
    _change(settings, clock, act, "released; the next `aggregator run` sends them")


@command.command()
@click.argument("letter_ids", metavar="NUMBER...", type=int, nargs=-1, required=True)
@settings_options
@now_option
def arrived(letter_ids: tuple[int, ...], settings: Settings, clock: Clock) -> None:
    """Say that held letters did arrive."""
    _change(
        settings, clock, lambda connection: outbox.settle_letters(connection, letter_ids, clock.now()), "marked as sent"
    )


@command.command("suppress")
@click.argument("address")
@click.option("--digest", default=EVERYTHING, metavar="ID", help="Only this digest [all of them].")
@click.option("--reason", default="by hand", show_default=True, help="For the list.")
@settings_options
@now_option
def suppress_address(address: str, digest: str, reason: str, settings: Settings, clock: Clock) -> None:
    """Send an address nothing more, letters that wait included."""
    with opened(settings, clock) as newsroom, newsroom.database.write() as connection:
        added = suppress(connection, address, digest=digest, reason=reason, now=clock.now())
    click.echo(f"{address} gets nothing more" if added else f"{address} was off the list already")


@command.command("unsuppress")
@click.argument("address")
@click.option("--digest", metavar="ID", help="Only this digest's rule [every rule for the address].")
@settings_options
def unsuppress_address(address: str, digest: str | None, settings: Settings) -> None:
    """Let an address have letters again."""
    with opened(settings) as newsroom, newsroom.database.write() as connection:
        removed = unsuppress(connection, address, digest=digest)
    if not removed:
        raise click.ClickException(f"{address} is not suppressed; `aggregator outbox suppressions` lists who is")
    click.echo(f"{address} gets letters again")


@command.command("suppressions")
@settings_options
@json_option
def show_suppressions(settings: Settings, as_json: bool) -> None:
    """List the addresses that get nothing more."""
    with opened(settings) as newsroom, newsroom.database.read() as connection:
        rules = list_suppressions(connection)
    if as_json:
        print_json([{"address": r.address, "digest": r.digest, "since": r.since, "reason": r.reason} for r in rules])
        return
    for rule in rules:
        click.echo(f"{rule.address}  {rule.digest or 'everything'}  since {_time(rule.since)}  ({rule.reason})")


@command.command("unsubscribe")
@click.argument("token")
@settings_options
@now_option
def unsubscribe_token(token: str, settings: Settings, clock: Clock) -> None:
    """Take off the reader whose unsubscribe token came back by mail (its subject holds it)."""
    with opened(settings, clock) as newsroom:
        reader = unsubscribe(newsroom, token, clock.now())
    if reader is None:
        raise click.ClickException("this token is nobody's; copy the 24 characters after `unsubscribe`")
    click.echo(f"{reader[0]} gets digest {reader[1]} no more")


@command.command("page")
@click.option("--listen", default="127.0.0.1:8025", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@settings_options
def serve(listen: str, settings: Settings) -> None:
    """Serve the unsubscribe page until SIGTERM, for a web server that speaks https to pass /unsubscribe/ on to.

    \b
    With AGGREGATOR_BASE_URL=https://news.example.org/briefing, in nginx:
      location /briefing/unsubscribe/ { proxy_pass http://127.0.0.1:8025; }
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise click.BadParameter("write HOST:PORT, e.g. 127.0.0.1:8025", param_hint="--listen")
    with opened(settings) as newsroom:
        stop_on_signals(newsroom.stopping)
        serve_page(
            newsroom,
            host,
            int(port),
            ready=lambda bound: click.echo(f"listening on {host}:{bound}", err=True),
        )


# --- Within -------------------------------------------------------------------------------------------------------------


def _change(settings: Settings, clock: Clock, act: Callable[[Connection], int], done: str) -> None:
    with opened(settings, clock) as newsroom, newsroom.database.write() as connection:
        changed = act(connection)
    click.echo(f"{changed} {'letter' if changed == 1 else 'letters'} {done}")
    if not changed:
        raise SystemExit(ExitCode.FAULT)


def _need_some(letter_ids: Sequence[int], every: bool, option: str) -> None:
    if not letter_ids and not every:
        raise click.UsageError(f"name letters by their numbers, or give {option}")


def _ids(connection: Connection, state: LetterState) -> list[int]:
    return [row.id for row in outbox.list_letters(connection, states=[state])]


def _pauses(connection: Connection, now: datetime) -> list[tuple[Channel, Pause]]:
    found = ((channel, find_pause(connection, channel)) for channel in Channel)
    return [(channel, pause) for channel, pause in found if pause is not None and pause.since <= now < pause.until]


def _show_summary(
    rows: Sequence[OutboxRow], counts: Mapping[LetterState, int], pauses: Sequence[tuple[Channel, Pause]]
) -> None:
    _show_table(rows)
    for channel, pause in pauses:
        console().print(Text(f"{channel.value} pauses until {_time(pause.until)}: {pause.detail}", style="red"))
    console().print(", ".join(f"{count} {state.value}" for state, count in sorted(counts.items())) or "no letters yet")
    if counts.get(LetterState.HELD):
        console().print("held: look into the mailbox, then `outbox arrived NUMBER` or `outbox release NUMBER`")


def _show_table(rows: Sequence[OutboxRow]) -> None:
    if not rows:
        console().print("nothing waits and nothing failed")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("no.", "state", "to", "subject", "tries", "next", "what happened"):
        table.add_column(column, overflow="fold" if column == "what happened" else "ellipsis")
    for row in rows:
        table.add_row(
            str(row.id),
            Text(row.state.value, style=COLOURS[row.state]),
            Text(_address(row)),
            Text(row.subject),
            str(row.attempts),
            _time(row.next_try_at) if row.state is LetterState.QUEUED else "",
            Text(row.detail),
        )
    console().print(table)


def _row(row: OutboxRow) -> dict[str, Any]:
    """A letter for programs. A chat service's address is its secret."""
    return {
        "id": row.id,
        "key": row.key.replace(row.address, shown_service(row.address)) if row.channel is Channel.CHAT else row.key,
        "digest": row.digest,
        "channel": row.channel.value,
        "address": _address(row),
        "subject": row.subject,
        "message_id": row.message_id,
        "state": row.state.value,
        "attempts": row.attempts,
        "unknown": row.unknown,
        "queued_at": row.queued_at,
        "next_try_at": row.next_try_at,
        "sent_at": row.sent_at,
        "detail": row.detail,
    }


def _address(row: OutboxRow) -> str:
    return shown_service(row.address) if row.channel is Channel.CHAT else row.address


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"
