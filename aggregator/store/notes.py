"""Small facts that a database keeps about itself, by name."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.store.dialect import insert
from aggregator.store.engine import Database
from aggregator.store.tables import metadata, notes


def find_note(connection: Connection, name: str) -> str | None:
    return connection.execute(sa.select(notes.c.value).where(notes.c.name == name)).scalar()


def save_note(connection: Connection, name: str, value: str) -> None:
    statement = insert(connection, notes).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=[notes.c.name], set_={"value": value}))


def add_note(connection: Connection, name: str, value: str) -> bool:
    """Keeps the note that is there already, if one is; False then."""
    statement = insert(connection, notes).values(name=name, value=value).on_conflict_do_nothing()
    return connection.execute(statement.returning(notes.c.name)).first() is not None


def count_rows(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.read() as connection:
        return {
            table.name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
        }
