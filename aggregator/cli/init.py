"""`aggregator init`: writes a commented feeds.yaml to start from."""

import json
from pathlib import Path

import click

from aggregator.config.schema import make_json_schema
from aggregator.errors import ConfigError
from aggregator.resources import resource_dir

SCHEMA_NAME = "feeds.schema.json"


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), default="feeds.yaml")
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def command(path: Path, force: bool) -> None:
    """Write a commented feeds.yaml with Korean outlets, watchlists and a morning digest, and its schema for editors.

    \b
    Examples:
      aggregator init                     writes feeds.yaml and feeds.schema.json here
      aggregator init news/feeds.yaml     … or there

    A file that exists is left alone unless --force is given. Then edit it, and run `aggregator check`.
    """
    _write(path, resource_dir("feeds.yaml").read_text("utf-8"), force=force)
    schema = path.with_name(SCHEMA_NAME)
    _write(schema, json.dumps(make_json_schema(), ensure_ascii=False, indent=2) + "\n", force=True)
    click.echo(f"wrote {path} and {schema}")
    click.echo("next: edit the watchlists and the digest's recipients, then run `aggregator check`")


def _write(path: Path, text: str, *, force: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError(f"{path} exists and was left alone", hint="--force overwrites it") from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", hint="name a place that can be written") from error
