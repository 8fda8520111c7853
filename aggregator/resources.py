"""Where the top-level folders that ship with the program are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_dir(name: str) -> Path:
    """The folder or file `name` (migrations, reports, feeds.yaml)."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name
