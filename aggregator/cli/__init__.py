"""The command line. Each command's module is loaded only when it is named, so that `--help` stays quick."""

import importlib
import sys
from collections.abc import Sequence

import click

from aggregator.errors import AggregatorError, ConfigError, ExitCode

COMMANDS = {  # name: (module in this package, one line of help), in the order people meet them
    "try": ("tryout", "Run the whole product on a small newsroom that ships with it."),
    "init": ("init", "Write a commented feeds.yaml to start from."),
    "check": ("check", "Check feeds.yaml, ask each feed once, shake hands with the mail server."),
    "poll": ("poll", "Ask the feeds that are due and keep what is new."),
    "digest": ("digest", "Preview, send or re-issue a digest."),
    "run": ("run", "Run as a service, or once for cron."),
    "feeds": ("feeds", "Show the health of every feed."),
    "clippings": ("clippings", "List what the watchlists caught."),
    "stories": ("stories", "List stories; split and merge them; judge pairs in files."),
    "outbox": ("outbox", "Show, retry and cancel letters."),
    "explain": ("explain", "Say why a text, entry or story matched or did not."),
    "watch": ("watch", "Try a term or watchlist on what is stored."),
    "extract": ("extract", "Read the article out of a saved page."),
    "match": ("match", "Judge rows of a JSON Lines file."),
    "rematch": ("rematch", "Run the watchlists over stored history."),
    "archive": ("archive", "Write clippings and editions to files."),
    "import": ("opml_import", "Add the feeds of an OPML file to feeds.yaml."),
    "export": ("opml_export", "Write the feeds as OPML."),
    "schema": ("schema", "Print the JSON Schema of feeds.yaml for editors."),
    "db": ("db", "Upgrade, inspect or back up the database."),
    "crontab": ("crontab", "Print crontab lines and systemd units."),
}


class LazyGroup(click.Group):
    """Finds a command in the table above and imports its module then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"aggregator.cli.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="aggregator")
def group() -> None:
    """Press monitoring, Korean first: what the press wrote about your names and topics, every morning.

    \b
    Start here:
      aggregator try              see the whole product work, without configuration
      aggregator init             write a feeds.yaml of your own
      aggregator check            is everything in order?
      aggregator run --once       poll, publish and deliver what is due (for cron)

    Exit codes: 0 well, 1 fault, 2 configuration or usage, 3 database, 4 some feeds could not be collected,
    5 some letters were not delivered.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and turns faults into one line and an exit code; only a mistake of ours shows a traceback."""
    try:
        # click ≥ 8.2 hands back the code of a command that exits by itself instead of raising Exit
        code = group.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        if isinstance(code, int) and code:
            sys.exit(code)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except AggregatorError as error:
        _show(error)
        sys.exit(error.exit_code)


def _show(error: AggregatorError) -> None:
    if isinstance(error, ConfigError) and error.problems:
        for problem in error.problems:
            click.echo(problem, err=True)
    click.echo(f"aggregator: {error}" + (f" — {error.hint}" if error.hint else ""), err=True)
