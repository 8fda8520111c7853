"""Writes an instant alert: a few headlines as subject, plain text, HTML and chat lines, in Korean or English.

Texts come from feeds, so they are made neutral and escaped here. It does not decide what is announced or when.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal

from aggregator.digests.neutral import neutral
from aggregator.text.urls import web_link
from aggregator.text.width import wrap

SHOWN = 20  # stories in one alert; the rest are counted, the digest has them all
HELD_FOR_QUIET, HELD_FOR_CAP = "quiet", "cap"

_FONT = "font-family:-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertItem:
    """One story. `at` is in the reader's zone; `others` counts further outlets; `held_for` says why it comes late."""

    watchlists: tuple[str, ...]
    title: str
    outlet: str
    at: datetime
    url: str | None
    others: int = 0
    held_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One announcement of one digest. `quiet` is written as 22:00–07:00."""

    digest: str
    items: tuple[AlertItem, ...]
    language: str = "ko"
    quiet: str = ""
    cap: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    lead: str
    more_stories: str
    others: str
    held: str
    quiet: str
    cap: str
    left_out: str
    why: str


_KO = _Words(
    lead="긴급",
    more_stories=" 외 {n}건",
    others=" 외 {n}개 매체",
    held="이 가운데 {parts} 미뤄 두었다가 이제 알립니다.",
    quiet="{n}건은 조용한 시간({quiet})이라",
    cap="{n}건은 시간당 알림 한도({cap}회)가 차서",
    left_out="그 밖에 {n}건은 다음 브리핑에 있습니다.",
    why="‘{digest}’의 긴급 관심 목록에 처음 잡힌 기사입니다.",
)
_EN = _Words(
    lead="Alert",
    more_stories=" and {n} more",
    others=" and {n} more outlets",
    held="Held back until now: {parts}.",
    quiet="{n} for quiet hours ({quiet})",
    cap="{n} for the hourly cap ({cap})",
    left_out="{n} more are in the next digest.",
    why="First sighting for an urgent watchlist of “{digest}”.",
)


def alert_subject(alert: Alert) -> str:
    """`[긴급] 네이버: 제목 외 2건`."""
    words, first = _words(alert), alert.items[0]
    more = words.more_stories.format(n=len(alert.items) - 1) if len(alert.items) > 1 else ""
    return (
        f"[{words.lead}] {', '.join(neutral(name, 40) for name in first.watchlists)}: {neutral(first.title, 150)}{more}"
    )


def alert_text(alert: Alert) -> str:
    """The plain-text part, at most 78 columns wide but for addresses."""
    lines: list[str] = []
    for item in alert.items[:SHOWN]:
        lines += wrap(f"[{_names(item)}] {neutral(item.title, 220)}", rest="  ")
        lines += wrap(_source(alert, item), first="  ", rest="  ")
        link = item.url and web_link(item.url)
        lines += [f"  {link}", ""] if link else [""]
    for note in _notes(alert):
        lines += wrap(note)
    return "\n".join(lines) + "\n"


def alert_html(alert: Alert) -> str:
    """The HTML part: one column, inline styles, nothing loaded from anywhere."""
    stories = "\n".join(_html_item(alert, item) for item in alert.items[:SHOWN])
    notes = "\n".join(
        f'<p style="margin:0 0 8px;font-size:13px;line-height:20px;color:#555555">{escape(note)}</p>'
        for note in _notes(alert)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{_language(alert)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light only">\n'
        f"<title>{escape(alert_subject(alert))}</title>\n</head>\n"
        '<body style="margin:0;padding:0;background-color:#ffffff">\n'
        f'<div role="main" style="max-width:640px;margin:0 auto;padding:20px 16px;color:#1a1a1a;{_FONT}">\n'
        f'<h1 style="margin:0 0 16px;font-size:18px;line-height:26px">{escape(_headline(alert))}</h1>\n'
        f"{stories}\n{notes}\n</div>\n</body>\n</html>\n"
    )


def alert_chat(alert: Alert) -> str:
    """A few lines for a chat channel."""
    lines = []
    for item in alert.items[:SHOWN]:
        link = item.url and web_link(item.url)
        lines.append(
            f"[{_names(item)}] {neutral(item.title, 220)}\n{_source(alert, item)}" + (f"\n{link}" if link else "")
        )
    return "\n\n".join([*lines, "\n".join(_notes(alert)[:-1])]).strip()


def _words(alert: Alert) -> _Words:
    return _KO if _language(alert) == "ko" else _EN


def _language(alert: Alert) -> Literal["ko", "en"]:
    return "ko" if alert.language == "ko" else "en"


def _names(item: AlertItem) -> str:
    return ", ".join(neutral(name, 40) for name in item.watchlists)


def _headline(alert: Alert) -> str:
    return f"{_words(alert).lead}: {', '.join(dict.fromkeys(_names(item) for item in alert.items[:SHOWN]))}"


def _source(alert: Alert, item: AlertItem) -> str:
    others = _words(alert).others.format(n=item.others) if item.others else ""
    return f"{neutral(item.outlet, 60)}{others} · {item.at:%H:%M}"


def _html_item(alert: Alert, item: AlertItem) -> str:
    title, link = escape(neutral(item.title, 220)), item.url and web_link(item.url)
    if link:
        title = f'<a href="{escape(link)}" style="color:#0b57d0;text-decoration:underline">{title}</a>'
    return (
        '<div style="margin:0 0 16px;padding:0 0 16px;border-bottom:1px solid #dddddd">\n'
        f'<p style="margin:0 0 4px;font-size:13px;line-height:18px;color:#555555">{escape(_names(item))}</p>\n'
        f'<h2 style="margin:0 0 4px;font-size:17px;line-height:25px;font-weight:700">{title}</h2>\n'
        f'<p style="margin:0;font-size:14px;line-height:20px;color:#444444">{escape(_source(alert, item))}</p>\n</div>'
    )


def _notes(alert: Alert) -> Sequence[str]:
    """What was left out, what was held back and why, and last why this letter came."""
    words, notes = _words(alert), list[str]()
    if len(alert.items) > SHOWN:
        notes.append(words.left_out.format(n=len(alert.items) - SHOWN))
    held = Counter(item.held_for for item in alert.items)
    parts = [
        form.format(n=held[reason], quiet=alert.quiet, cap=alert.cap)
        for reason, form in ((HELD_FOR_QUIET, words.quiet), (HELD_FOR_CAP, words.cap))
        if held[reason]
    ]
    if parts:
        notes.append(words.held.format(parts=", ".join(parts)))
    return [*notes, words.why.format(digest=neutral(alert.digest, 60))]
