"""Takes a headline apart: its badges ([단독], (종합2보)), other labels, an outlet's name at its end, and whether it was cut.

Pure. It must not judge whether two headlines mean the same event (aggregator.stories does); it only gives their normal form.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from aggregator.text.folding import clean, squeeze


class HeadlineKind(StrEnum):
    """What sort of piece a headline announces, by its labels."""

    NEWS = "news"
    OPINION = "opinion"
    PERSONNEL = "personnel"  # appointments, obituaries, weddings
    PHOTO = "photo"  # pictures and graphics


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline's parts.

    `text` is for readers: without badges and outlet. `core` is without any label; `key` is its normal form for comparison.
    `round` orders the pieces of one running report: 0 for 속보, N for N보, 10 for 종합, 10 + N for 종합N보; None without.
    """

    raw: str
    text: str
    core: str
    key: str
    badges: tuple[str, ...] = ()  # known tags in their usual spelling: 단독, 속보, 2보, 종합2보, 사설, 포토 …
    labels: tuple[str, ...] = ()  # every other bracket: column names, series
    outlet_suffix: str | None = None
    truncated: bool = False
    kind: HeadlineKind = HeadlineKind.NEWS
    round: int | None = None


BADGES = {  # squeezed spelling: badge as shown
    **dict.fromkeys(("단독", "단독보도", "exclusive"), "단독"),
    **dict.fromkeys(("속보", "긴급속보", "뉴스속보", "breaking", "breakingnews"), "속보"),
    **dict.fromkeys(("긴급", "urgent"), "긴급"),
    **dict.fromkeys(("종합", "종합1보", "lead"), "종합"),
    **dict.fromkeys(("상보", "update", "updated", "업데이트"), "상보"),
    **dict.fromkeys(("사설", "editorial"), "사설"),
    **dict.fromkeys(("칼럼", "column"), "칼럼"),
    **dict.fromkeys(("기고", "특별기고", "전문가기고", "기고문"), "기고"),
    **dict.fromkeys(("시론",), "시론"),
    **dict.fromkeys(("만평", "시사만평"), "만평"),
    **dict.fromkeys(("기자수첩", "취재수첩", "기자의눈", "기자의시각", "기자메모"), "기자수첩"),
    **dict.fromkeys(("인터뷰", "interview", "인터뷰①", "인터뷰②", "인터뷰③"), "인터뷰"),
    **dict.fromkeys(("특징주",), "특징주"),
    **dict.fromkeys(("포토", "포토뉴스", "photo", "서울포토", "포토엔", "스포츠포토"), "포토"),
    **dict.fromkeys(("사진", "화보", "사진뉴스"), "사진"),
    **dict.fromkeys(("그래픽", "그래픽뉴스", "인포그래픽"), "그래픽"),
    **dict.fromkeys(("영상", "동영상", "영상뉴스", "video", "라이브", "live", "풀영상"), "영상"),
    **dict.fromkeys(("인사", "인사동정", "인사이동", "동정"), "인사"),
    **dict.fromkeys(("부고", "부음", "obituary"), "부고"),
    **dict.fromkeys(("공식", "공식발표", "공식입장", "오피셜", "official"), "공식"),
    **dict.fromkeys(("르포", "현장르포"), "르포"),
    **dict.fromkeys(("현장", "현장영상"), "현장"),
    **dict.fromkeys(("전문", "전문공개"), "전문"),
    **dict.fromkeys(("팩트체크", "factcheck"), "팩트체크"),
    **dict.fromkeys(("기획", "심층기획", "기획특집", "특집", "심층"), "기획"),
    **dict.fromkeys(("정정", "정정보도", "바로잡습니다", "알려왔습니다"), "정정"),
    **dict.fromkeys(("광고", "ad", "advertorial", "pr", "보도자료"), "광고"),
}
OPINION_LABEL = re.compile(
    r"칼럼|column|(사설|시론|논단|논평|기고|만평|수첩|발언대|오피니언|opinion|세상읽기|기자의(눈|시각)|데스크(에서|칼럼|의눈)?"
    r"|만물상|여적|횡설수설|설왕설래|유레카|한마당|팔면봉|동서남북|태평로|독자마당|시선|특파원리포트|기자메모|취재뒷담화|에디터의창)$"
)
AUTHORS_COLUMN = re.compile(  # [윤태곤의 판]: a full name and what is his
    r"^[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설길]"
    r"[가-힣]{2}의 (?!잡학사진|사진)"
)
PHOTO_LABEL = re.compile(r"(포토|사진|화보|photo|pic|그래픽(뉴스)?|사진관|사진첩|한컷|만리재사진첩|고양이눈)$")
PERSONNEL_LABEL = re.compile(r"^(인사|부고|부음|동정|승진|결혼|본사인사|신문사인사|궂긴소식)")
NUMBERED = re.compile(r"^(?:제)?(\d)보$")
CONSOLIDATED = re.compile(r"^종합(\d)보$|^(\d)보종합$|^종합(\d)$")

OPENING = re.compile(
    r"^\s*(?:\[([^\[\]]{1,40})\]|【([^【】]{1,40})】|<([^<>]{1,24})>|〈([^〈〉]{1,24})〉|\(([^()]{1,12})\))\s*"
)
CLOSING = re.compile(
    r"\s*(?:\[([^\[\]]{1,40})\]|【([^【】]{1,40})】|<([^<>]{1,24})>|〈([^〈〉]{1,24})〉|\(([^()]{1,12})\))\s*$"
)
BARE_BADGE = re.compile(r"^(속보|단독|1보|2보|3보|종합)\s*[|:ㅣ]\s*")
CUT_LABEL = re.compile(r"\s*[\[(【<][^\[\]()【】<>]{0,12}$")  # a closing label the cut went through
CUT = re.compile(r"\s*(?:…|\.{2,}|‥)\s*$")
AND_MORE = re.compile(r"\s+(?:外|외)(?:\s*\d+건)?$")
SUFFIX = re.compile(r"\s+[-–—|ㅣ∣:]{1,2}\s+([^-–—|ㅣ∣]{2,24})$")
OUTLET_NAME = re.compile(
    r"(?:뉴스|일보|신문|경제|방송|타임스|타임즈|TV|티브이|저널|투데이|데일리|닷컴|미디어|헤럴드|비즈|포스트|스포츠|통신|프레시안|위키트리|인사이트|연합뉴스TV"
    r"|뉴시스|뉴스1|이데일리|한겨레|KBS|MBC|SBS|YTN|JTBC|MBN|EBS|CBS|채널A|조선|중앙|동아|다음|네이트|ZUM|Naver|네이버|v\.daum\.net"
    r"|Herald|Times|News|Daily|Post|Journal|Reuters|Bloomberg|AP|AFP|BBC|CNN)$",
    re.IGNORECASE,
)


def split_headline(title: str, outlets: Collection[str] = ()) -> Headline:
    """Takes a title apart; `outlets` are names that count as an outlet's suffix besides those that look like one.

    A title that is nothing but labels stays whole, so `text` and `key` are never empty unless the title is.
    """
    raw = clean(title)
    text, suffix = _split_suffix(raw, outlets)
    text, truncated = _split_cut(text)
    text, core, found = _strip_labels(text)
    badges = tuple(dict.fromkeys(badge for label in found if (badge := _badge(label)) is not None))
    labels = tuple(label for label in found if _badge(label) is None)
    core = AND_MORE.sub("", core) or text or raw
    return Headline(
        raw=raw,
        text=text or raw,
        core=core,
        key=squeeze(core) or squeeze(raw) or raw,
        badges=badges,
        labels=labels,
        outlet_suffix=suffix,
        truncated=truncated,
        kind=_kind(found),
        round=_round(badges),
    )


def _split_suffix(text: str, outlets: Collection[str]) -> tuple[str, str | None]:
    found = SUFFIX.search(text)
    if found is None:
        return text, None
    name = found.group(1).strip()
    if name in outlets or (len(name.split()) <= 3 and OUTLET_NAME.search(name) and not re.search(r"[\d%\"'’”]$", name)):
        return text[: found.start()].strip() or text, name
    return text, None


def _split_cut(text: str) -> tuple[str, bool]:
    found = CUT.search(text)
    if found is None:
        return text, False
    kept = text[: found.start()]
    return (CUT_LABEL.sub("", kept) or kept or text), True


def _strip_labels(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The text without badges, the text without any label, and the labels in reading order."""
    shown, core = text, text
    opening: list[str] = []
    closing: list[str] = []
    while (found := OPENING.match(core) or BARE_BADGE.match(core)) and _is_label(found, core):
        label = _inside(found)
        opening.append(label)
        if _badge(label) is not None:
            shown = _without(shown, found.group(0).strip(), from_end=False)
        core = core[found.end() :]
    while (found := CLOSING.search(core)) and _is_label(found, core):
        label = _inside(found)
        closing.insert(0, label)
        if _badge(label) is not None:
            shown = _without(shown, found.group(0).strip(), from_end=True)
        core = core[: found.start()]
    return shown.strip(), core.strip(), (*opening, *closing)


def _inside(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None).strip()


def _is_label(found: re.Match[str], core: str) -> bool:
    """Round brackets and a label that is the whole headline count only when they are badges."""
    known = _badge(_inside(found)) is not None
    if len(core) <= len(found.group(0)):
        return False
    return known or not found.group(0).strip().startswith("(")


def _without(text: str, piece: str, *, from_end: bool) -> str:
    at = text.rfind(piece) if from_end else text.find(piece)
    return text if at < 0 else f"{text[:at].rstrip()} {text[at + len(piece) :].lstrip()}".strip()


def _badge(label: str) -> str | None:
    word = squeeze(label)
    if (found := NUMBERED.match(word)) is not None:
        return f"{found.group(1)}보"
    if (found := CONSOLIDATED.match(word)) is not None:
        return f"종합{next(group for group in found.groups() if group)}보" if "1" not in word else "종합"
    return BADGES.get(word)


def _kind(labels: tuple[str, ...]) -> HeadlineKind:
    words = [squeeze(label.partition("/")[0]) for label in labels]  # [횡설수설/정연욱]: the column, and who writes it
    if any(PERSONNEL_LABEL.search(word) for word in words):
        return HeadlineKind.PERSONNEL
    if any(OPINION_LABEL.search(word) for word in words) or any(AUTHORS_COLUMN.match(label) for label in labels):
        return HeadlineKind.OPINION
    if any(PHOTO_LABEL.search(word) for word in words):
        return HeadlineKind.PHOTO
    return HeadlineKind.NEWS


def _round(badges: tuple[str, ...]) -> int | None:
    rounds = [_round_of(badge) for badge in badges]
    return max((round_ for round_ in rounds if round_ is not None), default=None)


def _round_of(badge: str) -> int | None:
    if badge in ("속보", "긴급"):
        return 0
    if badge == "상보":
        return 9
    if badge == "종합":
        return 10
    if badge.startswith("종합"):
        return 10 + int(badge[2])
    return int(badge[0]) if badge[0].isdigit() else None
