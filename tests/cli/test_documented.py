"""What operators rely on is documented, or the suite fails."""

from pathlib import Path

import click
from click.testing import CliRunner

from aggregator.cli import COMMANDS, group
from aggregator.config.settings import Settings
from aggregator.errors import ExitCode

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_variable_is_in_the_operators_page() -> None:
    page = (DOCS / "operating.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"`AGGREGATOR_{name.upper()}`" in page


def test_every_exit_code_is_in_the_operators_page() -> None:
    page = (DOCS / "operating.md").read_text("utf-8")
    for code in ExitCode:
        assert f"| {code.value} |" in page


def test_every_command_explains_itself_and_its_options() -> None:
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.help, name
        options = [param for param in command.params if isinstance(param, click.Option) and param.name != "help"]
        assert all(option.help for option in options), name


def test_help_needs_no_configuration() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(group, [name, "--help"])
        assert result.exit_code == 0, result.output
