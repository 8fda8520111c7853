"""`aggregator db`: upgrade, inspect and back up the database."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import click

from aggregator.cli.options import console, json_option, print_json, settings_options
from aggregator.config.settings import Settings
from aggregator.errors import DatabaseError
from aggregator.store.backup import back_up, integrity
from aggregator.store.engine import Database
from aggregator.store.migrate import current_revision, head_revision
from aggregator.store.migrate import upgrade as migrate
from aggregator.store.notes import count_rows


@click.group()
def command() -> None:
    """Upgrade, inspect or back up the database. Every other command upgrades by itself when it starts."""


@command.command()
@settings_options
def upgrade(settings: Settings) -> None:
    """Bring the database to this program's version; a SQLite file is copied beside itself first."""

    database = Database.open(settings.database_url.get_secret_value())
    revision = migrate(database)
    console().print(f"upgraded to {revision}" if revision else "already up to date")


@command.command()
@settings_options
@json_option
def status(settings: Settings, as_json: bool) -> None:
    """Say where the database is, its revision, what it holds and whether it is sound. Exit code 3 when it is not."""

    database = Database.open(settings.database_url.get_secret_value())
    sound = integrity(database)
    facts = {
        "database": database.engine.url.render_as_string(hide_password=True),
        "revision": current_revision(database),
        "needed": head_revision(),
        "integrity": sound,
        "sqlite": sqlite3.sqlite_version if database.is_sqlite else None,
        "rows": count_rows(database) if current_revision(database) else {},
    }
    if as_json:
        print_json(facts)
    else:
        for name, value in facts.items():
            console().print(f"{name:10} {value}", markup=False)
    if sound != "ok":
        raise DatabaseError(f"the database is damaged: {sound}", hint="restore a backup; this file was left as it is")


@command.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@settings_options
def backup(target: Path | None, settings: Settings) -> None:
    """Copy the SQLite database to TARGET while it is in use [beside it, with the time in its name]."""

    database = Database.open(settings.database_url.get_secret_value())
    if target is None and database.path is not None:
        target = database.path.with_suffix(f".{datetime.now(UTC):%Y%m%dT%H%M%SZ}{database.path.suffix}")
    console().print(str(back_up(database, target or Path("backup.sqlite3"))), soft_wrap=True)
