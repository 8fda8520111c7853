"""`aggregator export`: writes the feeds of feeds.yaml as OPML, which every feed reader takes."""

from pathlib import Path

import click

from aggregator.cli.options import settings_options
from aggregator.config.feedsfile import read_newsfile
from aggregator.config.opml import write_opml
from aggregator.config.settings import Settings


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
@settings_options
def command(output: Path | None, settings: Settings) -> None:
    """Write the feeds as OPML, one folder for each outlet. `aggregator import` reads it back.

    \b
    Examples:
      aggregator export > feeds.opml
      aggregator export -o feeds.opml
    """
    data = write_opml(read_newsfile(settings.config).outlets)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    click.echo(f"wrote {output}", err=True)
