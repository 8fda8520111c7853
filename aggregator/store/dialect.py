"""The few statements that SQLite and PostgreSQL spell in their own dialect's module."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert(connection: Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both dialects spell alike."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
