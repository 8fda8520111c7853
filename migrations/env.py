"""Runs the migrations on the connection that the program hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context

from aggregator.store.tables import Id, Json, UtcTime, metadata


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Writes our own column types by name, as the template imports them."""
    if kind != "type":
        return False
    if isinstance(item, UtcTime):
        return "UtcTime()"
    return {repr(Id): "Id", repr(Json): "Json"}.get(repr(item), False)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
)
context.run_migrations()
