"""Reads the fictional press's articles from news.txt and past.txt. Everything in them is invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from importlib import resources

KST = timezone(timedelta(hours=9))
ISSUE_DATE = date(2026, 6, 17)  # a Wednesday without a holiday near it
EDITED_AFTER = timedelta(hours=2)
# Who may run a headline of the past, in turns; the others are failing, frozen or write English.
PRINTERS = (
    "새벽통신",
    "오늘경제",
    "대동신문",
    "테크온",
    "한결일보",
    "누리경제",
    "미래타임스",
    "디지털나루",
    "세온방송",
    "아침뉴스",
    "뉴스마루",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its outlet publishes it. `number` is unique; `later_title` replaces the title two hours on."""

    number: int
    outlet: str
    at: datetime
    section: str
    title: str
    text: str
    byline: str | None
    later_title: str | None

    def title_at(self, now: datetime) -> str:
        return self.later_title if self.later_title and now >= self.at + EDITED_AFTER else self.title


def read_articles() -> tuple[Article, ...]:
    """All articles, oldest first."""
    lines = _lines("news.txt")
    texts = dict(_named_texts(lines))
    articles = [_article(number, line, texts) for number, line in enumerate(lines, start=1)]
    articles += _past(_lines("past.txt"), len(lines) + 1)
    return tuple(sorted(articles, key=lambda article: (article.at, article.number)))


def _lines(name: str) -> list[str]:
    text = resources.files("aggregator.demo").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _past(lines: list[str], number: int) -> Iterator[Article]:
    """Headlines of the past, each in as many outlets as its line says, eleven minutes apart."""
    for place, line in enumerate(lines):
        day, outlets, section, title = (field.strip() for field in line.split(" |"))
        for copy in range(int(outlets)):
            yield Article(
                number=number,
                outlet=PRINTERS[(place * 3 + copy) % len(PRINTERS)],
                at=_time(f"{day} 09:00") + timedelta(minutes=50 * (place % 9) + 11 * copy),
                section=section,
                title=title,
                text=f"{title}. 지난 소식을 짧게 전한다.",
                byline=None,
                later_title=None,
            )
            number += 1


def _fields(line: str) -> list[str]:
    fields = [field.strip() for field in line.split(" |")]
    return fields + [""] * (7 - len(fields))


def _named_texts(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        fields = _fields(line)
        if fields[6].startswith("#"):
            yield fields[6][1:], fields[4]


def _article(number: int, line: str, texts: dict[str, str]) -> Article:
    when, outlet, section, headline, text, byline, _ = _fields(line)
    title, _, later = headline.partition(" => ")
    return Article(
        number=number,
        outlet=outlet,
        at=_time(when),
        section=section,
        title=title,
        text=texts[text[1:]] if text.startswith("=") else text,
        byline=byline or None,
        later_title=later or None,
    )


def _time(text: str) -> datetime:
    day, clock = text.split()
    return datetime.combine(ISSUE_DATE + timedelta(days=int(day)), time.fromisoformat(clock), KST)
