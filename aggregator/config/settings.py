"""Operations from the environment: AGGREGATOR_* variables, and AGGREGATOR_*_FILE for secrets kept in files."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, ValidationError
from pydantic import Field as Setting
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from upath import UPath

from aggregator.errors import ConfigError


def _place(value: object) -> object:
    return UPath(value) if isinstance(value, str | Path) else value


class Settings(BaseSettings):
    """What operations decide. Secrets never appear in logs: their type hides them."""

    model_config = SettingsConfigDict(env_prefix="AGGREGATOR_", extra="ignore", frozen=True)

    config: Path = Setting(Path("feeds.yaml"), description="the newsroom's file")
    database_url: SecretStr = Setting(
        SecretStr("sqlite:///aggregator.sqlite3"),
        description="SQLAlchemy URL: sqlite:///path or postgresql+psycopg://…",
    )
    smtp_url: SecretStr | None = Setting(
        None, description="smtp://user:password@host:587 (STARTTLS), smtps://… (implicit TLS) or lmtp://…"
    )
    mail_from: str | None = Setting(
        None, description='sender of every letter, e.g. "조간 브리핑 <briefing@example.org>"'
    )
    dkim_key: SecretStr | None = Setting(None, description="PEM private key; letters are signed when it is given")
    dkim_selector: str | None = Setting(None, description="DKIM selector")
    dkim_domain: str | None = Setting(None, description="DKIM domain; default: the sender's")
    base_url: str | None = Setting(None, description="public address of the archive and the unsubscribe page")
    archive_dir: Annotated[UPath | None, BeforeValidator(_place)] = Setting(
        None,
        description="directory or bucket (s3://name/path) where each edition is left as a self-contained HTML file",
    )
    secret: SecretStr | None = Setting(
        None, description="key for personal unsubscribe tokens; made and stored when absent"
    )
    log: str = Setting("auto", description="auto, pretty or json")

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # the sources we leave out stay unnamed
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        **_: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls)


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads AGGREGATOR_NAME_FILE: the named file's content, without the line end, is the value of NAME."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        variable = f"AGGREGATOR_{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if path is None:
            return None, field_name, False
        try:
            return Path(path).read_text("utf-8").rstrip("\r\n"), field_name, False
        except OSError as error:
            raise ConfigError(f"{variable}: {path}: {error.strerror}", hint="name a file that can be read") from error

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(info, name)[0] for name, info in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}


def read_settings(**given: Any) -> Settings:
    """The settings from the environment, with `given` (command-line options that are not None) on top. Raises ConfigError."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems = tuple(f"AGGREGATOR_{str(p['loc'][0]).upper()}: {p['msg']}" for p in error.errors())
        raise ConfigError("the environment cannot be used", problems) from error
