"""`aggregator schema`: prints the JSON Schema of feeds.yaml, which editors use to complete and check keys."""

import json
from pathlib import Path

import click

from aggregator.config.schema import make_json_schema


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def command(output: Path | None) -> None:
    """Print the JSON Schema of feeds.yaml. Editors with a YAML language server complete and check keys with it.

    \b
    Examples:
      aggregator schema -o feeds.schema.json
    and in the first line of feeds.yaml (`aggregator init` writes both):
      # yaml-language-server: $schema=feeds.schema.json
    """
    text = json.dumps(make_json_schema(), ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    click.echo(f"wrote {output}", err=True)
