"""`aggregator import`: adds the feeds of an OPML list to feeds.yaml; what stands there stays as it is."""

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from aggregator.cli.options import console, json_option, print_json, settings_options
from aggregator.config.edit import Addition, add_feeds
from aggregator.config.feedsfile import read_newsfile, read_newsfile_text
from aggregator.config.opml import Subscriptions, read_opml
from aggregator.config.settings import Settings
from aggregator.config.values import read_network
from aggregator.errors import AggregatorError, ConfigError
from aggregator.fetch.client import Lane
from aggregator.model import Fetched, FetchFailed, Polling

HEADER = """\
# yaml-language-server: $schema=feeds.schema.json
# Written by `aggregator import`. Add watchlists and digests: see docs/feeds-yaml.md, or what `aggregator init` writes.
"""
LARGEST_BYTES = 10_000_000


@click.command()
@click.argument("source", metavar="FILE|URL")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to add to [--config].")
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="HOST",
    help="A private host or network that may be asked; also written to polling.allow_hosts (may be repeated).",
)
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@settings_options
@json_option
def command(
    source: str, output: Path | None, allow_hosts: tuple[str, ...], dry_run: bool, settings: Settings, as_json: bool
) -> None:
    """Add the feeds of an OPML list to feeds.yaml. Comments and order stay; a feed that is there is not added again.

    A folder of the list whose feeds live on one host is an outlet; otherwise titles ("한겨레 정치") and hosts decide.
    Without a feeds.yaml a new one is written.

    \b
    Examples:
      aggregator import subscriptions.opml
      aggregator import https://example.org/list.opml -o feeds.yaml
      aggregator import http://127.0.0.1:8911/opml --allow-host 127.0.0.1
    """
    path = output or settings.config
    hosts = tuple(_checked(host) for host in allow_hosts)
    subscriptions = read_opml(_load(source, hosts), source)
    if not subscriptions.feeds:
        raise ConfigError(f"{source}: no feed in it", hint="a feed is an <outline> with an xmlUrl")
    if path.exists():
        read_newsfile(path)  # a file with mistakes is not added to
    written = path.read_bytes().decode() if path.exists() else HEADER
    before = written.replace("\r\n", "\n")
    addition = add_feeds(before, subscriptions.feeds, hosts)
    read_newsfile_text(addition.text, name=f"{path} (with the new feeds)", folder=path.parent)
    if not dry_run and addition.text != before:
        _replace(path, addition.text.replace("\n", "\r\n") if "\r\n" in written else addition.text)
    _report(path, addition, subscriptions, dry_run=dry_run, as_json=as_json)


def _checked(host: str) -> str:
    try:
        return read_network(host)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--allow-host") from error


def _load(source: str, hosts: Sequence[str]) -> bytes:
    if re.match(r"https?://", source):
        return _fetch(source, hosts)
    try:
        if Path(source).stat().st_size > LARGEST_BYTES:
            raise ConfigError(f"{source}: larger than {LARGEST_BYTES:,} bytes", hint="is it the right file?")
        return Path(source).read_bytes()
    except OSError as error:
        raise ConfigError(f"{source}: {error.strerror}", hint="name a file, or an http(s) address") from error


def _fetch(url: str, hosts: Sequence[str]) -> bytes:
    outcome = Lane(Polling(allow_hosts=tuple(hosts))).get(url)
    if isinstance(outcome, Fetched):
        return outcome.body
    detail = outcome.detail if isinstance(outcome, FetchFailed) else "nothing came"
    raise AggregatorError(f"{url}: {detail}", hint="a private address needs --allow-host")


def _replace(path: Path, text: str) -> None:
    """All or nothing: a file cut short would stop the newsroom."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            file.write(text)
        Path(file.name).chmod(mode)
        Path(file.name).replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", hint="name a file that can be written with -o") from error


def _report(path: Path, addition: Addition, read: Subscriptions, *, dry_run: bool, as_json: bool) -> None:
    outlets = Counter(feed.outlet for feed in addition.added)
    if as_json:
        print_json(
            {
                "file": str(path),
                "written": not dry_run,
                "added": [{"outlet": f.outlet, "url": f.url, "section": f.section} for f in addition.added],
                "present": len(read.feeds) - len(addition.added),
                "refused": list(read.refused),
            }
        )
        return
    verb = "would add" if dry_run else "added"
    console().print(
        f"{path}: {verb} {len(addition.added)} feeds of {len(outlets)} outlets; "
        f"{len(read.feeds) - len(addition.added)} were there already"
    )
    for outlet, count in outlets.items():
        console().print(f"  + {outlet}: {count}", markup=False)
    for line in read.refused:
        console().print(f"  ✗ {line}", markup=False, soft_wrap=True)
