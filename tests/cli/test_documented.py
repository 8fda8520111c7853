"""What operators rely on is documented, or the suite fails."""

from pathlib import Path

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
        command = group.commands.get(name) or group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help, name
        for option in command.params:
            assert not hasattr(option, "help") or option.help or option.name == "help", f"{name} {option.name}"


def test_help_needs_no_configuration() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(group, [name, "--help"])
        assert result.exit_code == 0, result.output
