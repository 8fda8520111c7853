"""`aggregator crontab`: prints crontab lines and systemd units with this machine's paths; it changes nothing."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import click

from aggregator.cli.options import settings_options
from aggregator.config.settings import Settings

CRON = """\
# aggregator: poll, publish and deliver whatever is due. Add with `crontab -e`.
# Every ten minutes, since a wire agency's feed can turn over within the hour; overlapping rounds do no harm.
# Settings for cron go here as well, for instance:
# AGGREGATOR_SMTP_URL_FILE=/etc/aggregator/smtp-url
*/10 * * * *  cd {cron_folder} && {cron_program} run --once -c {cron_config}
"""

SERVICE = """\
# /etc/systemd/system/aggregator.service — the service: systemctl enable --now aggregator.service
[Unit]
Description=aggregator: press monitoring
Wants=network-online.target
After=network-online.target

[Service]
ExecStart={unit_program} run -c {unit_config}
WorkingDirectory={unit_folder}
EnvironmentFile=-/etc/aggregator/environment
User={user}
Restart=on-failure
RestartSec=30
# A letter's last bytes may be on the wire: give them time.
TimeoutStopSec=40
UMask=0077
NoNewPrivileges=true
ProtectSystem=full

[Install]
WantedBy=multi-user.target
"""

TIMER = """\
# Instead of the service, a round every ten minutes: systemctl enable --now aggregator-once.timer
# /etc/systemd/system/aggregator-once.service
[Unit]
Description=aggregator: one round of polling, publishing and delivering
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={unit_program} run --once -c {unit_config}
WorkingDirectory={unit_folder}
EnvironmentFile=-/etc/aggregator/environment
User={user}
# 4 and 5: some feeds or letters failed; the next round tries again.
SuccessExitStatus=4 5
UMask=0077
NoNewPrivileges=true
ProtectSystem=full

# /etc/systemd/system/aggregator-once.timer
[Unit]
Description=aggregator: a round every ten minutes

[Timer]
OnCalendar=*:0/10
Persistent=true

[Install]
WantedBy=timers.target
"""

FORMS = {"cron": (CRON,), "systemd": (SERVICE, TIMER), "all": (CRON, SERVICE, TIMER)}


@click.command()
@click.argument("form", type=click.Choice(list(FORMS)), default="all")
@settings_options
def command(form: str, settings: Settings) -> None:
    """Print crontab lines and systemd units with the paths of this installation and your feeds.yaml. Nothing is changed.

    \b
    Three ways to keep the newsroom running; choose one:
      cron       a round every ten minutes; simplest
      service    `aggregator run`, which asks each feed when its own time has come; systemd restarts it
      timer      the same rounds as cron, under systemd

    \b
    Examples:
      aggregator crontab cron
      aggregator crontab systemd -c /srv/newsroom/feeds.yaml
    """
    values = _values(settings.config)
    click.echo("\n".join(text.format(**values) for text in FORMS[form]), nl=False)


def _values(config: Path) -> dict[str, str]:
    path = config.absolute()
    return {
        "cron_folder": _cron(str(path.parent)),
        "cron_program": _cron(*_program()),
        "cron_config": _cron(str(path)),
        "unit_folder": str(path.parent).replace("%", "%%"),
        "unit_program": " ".join(_unit(word) for word in _program()),
        "unit_config": _unit(str(path)),
        "user": path.owner() if path.exists() else "aggregator",
    }


def _program() -> list[str]:
    """This installation's program, by its full path: cron and systemd know neither PATH nor virtual environments."""
    script = shutil.which("aggregator", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "aggregator"]


def _cron(*words: str) -> str:
    """For the shell, and with % escaped, which cron reads as a line end."""
    return shlex.join(words).replace("%", r"\%")


def _unit(word: str) -> str:
    """For a unit file: % and $ begin its own substitutions."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s'\"]", escaped) else escaped
