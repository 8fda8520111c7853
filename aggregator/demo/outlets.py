"""The fictional outlets and their habits, each one seen in real Korean feeds (charset, dates, guids, tracking, failures)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from aggregator.demo.news import ISSUE_DATE, KST


class Dates(StrEnum):
    """How a feed writes its dates."""

    RFC = "rfc"
    NO_ZONE = "no_zone"  # 2026-06-16 18:31:00, meaning Seoul
    DOTTED = "dotted"  # 2026.06.16 18:31
    TIGHT = "tight"  # Tue,16 Jun 2026 18:31:00 +0900
    ISO = "iso"


class Guids(StrEnum):
    """How a feed identifies its items."""

    LINK = "link"
    NUMBER = "number"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PressOutlet:
    """One outlet. `feeds` are its sections' feeds beside the one of everything; `host` is where its links lead."""

    id: str
    name: str
    type: str
    tier: int
    host: str
    feeds: tuple[str, ...] = ()
    language: str = "ko"
    charset: str = "utf-8"
    dates: Dates = Dates.RFC
    guids: Guids = Guids.LINK
    tracking: bool = False  # every link carries the feed's section
    titles_only: bool = False  # the text stands on the article's page, with a portal's chrome around it
    window: int = 30  # items in a list
    truncated_after: datetime | None = None  # its XML breaks off in the last item
    failing_after: datetime | None = None  # it answers 500


BREAKS_AT = datetime.combine(ISSUE_DATE - timedelta(days=1), time(14), KST)

OUTLETS = (
    PressOutlet(
        id="saebyeok",
        name="새벽통신",
        type="통신",
        tier=1,
        host="www.saebyeok.example",
        feeds=("산업", "정치"),
        dates=Dates.TIGHT,
        window=40,
    ),
    PressOutlet(
        id="hangyeol", name="한결일보", type="종합지", tier=1, host="www.hangyeol.example", dates=Dates.NO_ZONE
    ),
    PressOutlet(
        id="daedong",
        name="대동신문",
        type="종합지",
        tier=1,
        host="www.daedong.example",
        feeds=("경제", "정치"),
        tracking=True,
    ),
    PressOutlet(id="onul", name="오늘경제", type="경제지", tier=1, host="www.onul.example", dates=Dates.ISO),
    PressOutlet(
        id="nurieco",
        name="누리경제",
        type="경제지",
        tier=2,
        host="www.nurieco.example",
        charset="euc-kr",
        guids=Guids.NUMBER,
    ),
    PressOutlet(id="techon", name="테크온", type="전문", tier=1, host="www.techon.example"),
    PressOutlet(
        id="naru", name="디지털나루", type="전문", tier=2, host="www.naru.example", dates=Dates.DOTTED, guids=Guids.NONE
    ),
    PressOutlet(id="bareun", name="바른뉴스", type="인터넷", tier=2, host="", titles_only=True),
    PressOutlet(
        id="maru",
        name="뉴스마루",
        type="인터넷",
        tier=3,
        host="www.maru.example",
        guids=Guids.NUMBER,
        truncated_after=BREAKS_AT,
    ),
    PressOutlet(id="seon", name="세온방송", type="방송", tier=1, host="news.seon.example"),
    PressOutlet(id="mirae", name="미래타임스", type="종합지", tier=2, host="www.mirae.example"),
    PressOutlet(id="achim", name="아침뉴스", type="인터넷", tier=3, host="www.achim.example", guids=Guids.NONE),
    PressOutlet(
        id="namnyeok",
        name="남녘일보",
        type="지역",
        tier=3,
        host="www.namnyeok.example",
        failing_after=BREAKS_AT,
    ),
    PressOutlet(id="policy", name="정책신보", type="정부", tier=3, host="www.policy.example"),  # frozen for a week
    PressOutlet(
        id="ledger", name="The Seoul Ledger", type="영문", tier=2, host="www.seoul-ledger.example", language="en"
    ),
)
