"""Operations from the environment: values, files with secrets, and mistakes told with the variable's name."""

from pathlib import Path

import pytest

from aggregator.config.settings import Settings, read_settings
from aggregator.errors import ConfigError


def test_what_is_given_wins_over_the_environment_and_that_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "url").write_text("sqlite:///file.db\n")
    monkeypatch.setenv("AGGREGATOR_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert read_settings().database_url.get_secret_value() == "sqlite:///file.db"
    monkeypatch.setenv("AGGREGATOR_DATABASE_URL", "sqlite:///env.db")
    assert read_settings().database_url.get_secret_value() == "sqlite:///env.db"
    assert read_settings(database_url="sqlite:///given.db").database_url.get_secret_value() == "sqlite:///given.db"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_variable_may_be_in_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "value"
    path.write_text("  one line, kept as it is  \r\n")
    monkeypatch.setenv(f"AGGREGATOR_{name.upper()}_FILE", str(path))
    value = getattr(read_settings(), name)
    plain = value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
    assert plain == "  one line, kept as it is  "


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGGREGATOR_SMTP_URL_FILE", str(tmp_path / "absent"))
    with pytest.raises(ConfigError, match=r"AGGREGATOR_SMTP_URL_FILE: .*absent: No such file"):
        read_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGGREGATOR_SMTP_URL", "smtp://user:hunter2@mail.example.org")
    assert "hunter2" not in repr(read_settings())
