"""Runs two weeks and a day of the fictional press through the real pipeline and leaves the last digest in a folder.

Everything between the feeds and the letter is the product itself: only the outlets, the mail server and the clock are made up.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from pydantic import SecretStr

from aggregator.clock import Clock
from aggregator.config.settings import Settings
from aggregator.demo.mailbox import Mailbox, running_mailbox
from aggregator.demo.news import ISSUE_DATE, KST
from aggregator.demo.newsfile import print_newsfile
from aggregator.demo.press import Press, running_press
from aggregator.errors import AggregatorError
from aggregator.jobs.health import assess_feeds
from aggregator.jobs.routine import Outcome
from aggregator.model import FeedHealth
from aggregator.newsroom import Newsroom
from aggregator.runtime.once import run_once

PAST_DAYS = 16  # the usual of a weekday needs the same weekday twice, and each watched from its beginning
# Closer together where it shows who was first, and who reprinted whom.
DAY = (
    *((-1, clock) for clock in ("08:00", "09:00", "09:30", "10:00", "10:30", "11:00", "12:00", "13:00")),
    *((-1, f"{hour:02}:{minute}") for hour in range(14, 19) for minute in ("00", "30")),
    *((-1, clock) for clock in ("19:00", "20:00", "20:30", "21:00", "22:00")),
    *((0, clock) for clock in ("05:30", "06:30", "07:00", "07:30")),
)
SENDER = "아침 브리핑 <briefing@desk.example>"
DATABASE = "newsroom.sqlite3"
PRESS, OVERSEAS, DUTY = "press@desk.example", "overseas@desk.example", "duty@desk.example"
# What is left of each reader's letters: the digest, its English edition, and an alert.
LEFT_OF = {
    PRESS: ("digest.html", "digest.txt", "digest.eml"),
    OVERSEAS: ("digest-en.html",),
    DUTY: ("alert.html", "alert.eml"),
}
LEFT = tuple(name for names in LEFT_OF.values() for name in names)
REPORT_IT = "this is a fault of the program; please report it"
Step = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class PressClock(Clock):
    """Tells the time at which the press stands."""

    press: Press

    def now(self) -> datetime:
        return self.press.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the day brought, for the summary. Counts are of the whole run unless they say otherwise."""

    folder: Path
    files: tuple[Path, ...]
    rounds: int
    counts: Counter[str]
    troubles: tuple[FeedHealth, ...]
    letters: Counter[str]  # by reader
    outlets: dict[str, str]
    issue_entries: int  # of the last issue
    issue_stories: int


@dataclass(slots=True)
class _Tally:
    """Adds up what the jobs say they did."""

    counts: Counter[str] = field(default_factory=Counter)
    issue: dict[str, object] = field(default_factory=dict)
    fault: Outcome | None = None  # the first thing that went wrong and was not meant to

    def note(self, outcome: Outcome) -> None:
        if outcome.event == "publish" and outcome.ok:
            self.issue = dict(outcome.facts)
        if not outcome.ok and outcome.event != "poll":
            self.fault = self.fault or outcome
        self.counts[outcome.event] += 1
        if not outcome.ok:
            self.counts[f"{outcome.event} failed"] += 1
        for name, value in outcome.facts:
            if isinstance(value, int):
                self.counts[f"{outcome.event} {name}"] += value


def find_rounds(past_days: int = PAST_DAYS) -> tuple[datetime, ...]:
    """When the newsroom looks around: one look and one issue each past morning, then all day long up to the digest's hour."""
    return tuple(_rounds(past_days))


def run_day(folder: Path, rounds: Sequence[datetime], step: Step) -> Report:
    """Runs the rounds and writes the files; `step` hears the simulated time of each. Raises AggregatorError."""
    _clear(folder)
    with running_press(rounds[0]) as press, running_mailbox() as mailbox:
        (folder / "feeds.yaml").write_text(print_newsfile(press.servers), encoding="utf-8")
        newsroom = Newsroom.open(_settings(folder, mailbox), PressClock(press=press))
        try:
            tally = _work(newsroom, press, rounds, step)
            troubles = tuple(one for one in assess_feeds(newsroom, press.now) if one.status not in ("ok", "new"))
            outlets = {outlet.id: outlet.name for outlet in newsroom.newsfile.outlets}
        finally:
            newsroom.close()
        files = _leave(folder, mailbox)
        return Report(
            folder=folder,
            files=files,
            rounds=len(rounds),
            counts=tally.counts,
            troubles=troubles,
            letters=Counter(arrival.to for arrival in mailbox.letters),
            outlets=outlets,
            issue_entries=int(str(tally.issue["clippings"])),
            issue_stories=int(str(tally.issue["stories"])),
        )


def _rounds(past_days: int) -> Iterator[datetime]:
    for day in range(-past_days, 0):
        morning = datetime.combine(ISSUE_DATE + timedelta(days=day), time(7, 15), KST)
        yield morning  # what is seen at the digest's very minute belongs to the next issue
        yield morning + timedelta(minutes=15)
    for day, clock in DAY:
        yield datetime.combine(ISSUE_DATE + timedelta(days=day), time.fromisoformat(clock), KST)


def _work(newsroom: Newsroom, press: Press, rounds: Sequence[datetime], step: Step) -> _Tally:
    tally = _Tally()
    for at in rounds:
        press.move_to(at)
        step(f"{at:%m-%d %H:%M}")
        run_once(newsroom, listener=tally.note)
        if (fault := tally.fault) is not None:
            raise AggregatorError(f"{fault.event} {fault.subject}: {fault.detail}", hint=REPORT_IT)
    return tally


def _settings(folder: Path, mailbox: Mailbox) -> Settings:
    """Nothing of the reader's own environment may get into the trial, nor the trial's mail out of it."""
    return Settings(
        config=folder / "feeds.yaml",
        database_url=SecretStr(f"sqlite:///{folder / DATABASE}"),
        smtp_url=SecretStr(f"smtp://127.0.0.1:{mailbox.port}?starttls=never"),
        mail_from=SENDER,
        dkim_key=None,
        dkim_selector=None,
        dkim_domain=None,
        base_url=None,
        archive_dir=None,
        secret=SecretStr("aggregator try"),
        log="auto",
    )


def _clear(folder: Path) -> None:
    """Earlier trials are overwritten; a folder with anything else in it is left alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = sorted(path.name for path in folder.iterdir() if not _is_ours(path.name))
        if strange:
            raise AggregatorError(f"{folder} holds other files ({strange[0]})", hint="name an empty folder with --into")
        for path in folder.iterdir():
            path.unlink()
    except OSError as error:
        raise AggregatorError(
            f"{folder}: {error.strerror}", hint="name a folder that can be written with --into"
        ) from error


def _is_ours(name: str) -> bool:
    """The database has files beside it whose names begin with its own."""
    return name in {"feeds.yaml", *LEFT} or name.startswith(DATABASE)


def _leave(folder: Path, mailbox: Mailbox) -> tuple[Path, ...]:
    """One letter of each reader as it arrived, and its forms taken out of it."""
    if missing := sorted(LEFT_OF.keys() - {arrival.to for arrival in mailbox.letters}):
        raise AggregatorError(f"no letter to {missing[0]} arrived", hint=REPORT_IT)
    for reader, names in LEFT_OF.items():
        letters = [arrival.content for arrival in mailbox.letters if arrival.to == reader]
        content = _choose_alert(letters) if reader == DUTY else letters[-1]
        for name in names:
            (folder / name).write_bytes(_form(content, name.rpartition(".")[2]))
    return tuple(folder / name for name in (*LEFT, "feeds.yaml", DATABASE))


def _choose_alert(letters: Sequence[bytes]) -> bytes:
    """The last one that tells of an exclusive, else the last."""
    exclusive = [
        content for content in letters if "단독" in message_from_bytes(content, policy=policy.default)["Subject"]
    ]
    return (exclusive or letters)[-1]


def _form(content: bytes, kind: str) -> bytes:
    """The letter itself (eml), or the text of one of its forms."""
    if kind == "eml":
        return content
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html" if kind == "html" else "plain",))
    text = part.get_content() if part is not None else ""
    return str(text).encode()
