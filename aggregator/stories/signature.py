"""What of an entry is compared with others: its headline's normal form, content words, numbers and the text of its lead.

Pure, and independent of other entries: rarity of words is known elsewhere (rarity). A signature goes into the database as
JSON and comes back equal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import add

from aggregator.stories.boilerplate import strip_boilerplate
from aggregator.stories.synonyms import usual_word
from aggregator.text.folding import fold
from aggregator.text.titles import AND_MORE, Headline, HeadlineKind, split_headline

LEAD_CHARS = 600  # of folded text; longer leads add background, not the event
LEAD_WORDS = 36
TEXT_CHARS = 300  # of it, whose pieces are compared: what the event is stands at the beginning
ROUNDUP = re.compile(r"(동향|브리핑|단신|소식|모음|이모저모|게시판|핫이슈|위클리|주간)\s*$", re.IGNORECASE)
SHINGLE = 6  # characters; shorter ones are shared by chance in Korean news prose

NUMBER = re.compile(
    r"(?<![가-힣a-z\d.])(?:(\d+(?:\.\d+)?) ?조)? ?(?:(?:(\d+)천)?(\d+(?:\.\d+)?)? ?억)? ?(?:(?:(\d+)천)?(\d+(?:\.\d+)?)? ?만)? ?"
    r"(?:(\d+)천(?![가-힣]{2}))?(?:(\d+(?:\.\d+)?)(?![\d.천만억조]))? ?"
    r"(%|퍼센트|포인트|원|달러|엔|위안|유로|명|건|곳|개|대|호|세|살|년|월|일|시|분기|분|초|차|위|배|회|주|승|패|선|도|톤|편|점|골|km|kg|mm|cm|p)?"
)
LEADER = re.compile(r"(?:공동|단독|첫날|라운드) ?선두")
SUBJECT = re.compile(r"([^,“”‘’'\"…]{1,24}), ?(?=\D)")
POWERS = (10**12, 10**11, 10**8, 10**7, 10**4, 10**3, 1)  # of the groups above: 3천120억 is 3,120 times 10**8
VOICE = re.compile(  # what happened, then who says what about it
    r'.{8,}?(?:…|\.{2,3}|·{3}|⋯)\s*([가-힣A-Za-z一-鿿][^"“”…]{0,13}?)\s*["“]([^"“”]{4,})["”]?\S{0,6}$'
)
SPEAKER = re.compile(  # who says what: 성일종 “…”, 외교부, “…” 유감
    r"""^([^"“”‘’'…,\s]{1,10})(?:,| [^"“”‘’'…]{0,14})?\s*["“][^"“”]{4,}["”]?\S{0,4}(?: \S{1,4})?$"""
)
INSIDER_LIST = (  # who tells of an event by being part of it: their words are no reaction
    "경찰 해경 소방 소방당국 검 검찰 법원 재판부 당국 기상청 유족 유가족 부 모 부모 가족 아들 딸 피해자 목격자 이웃 주민 "
    "본인 소속사 측"
)
INSIDERS = frozenset(INSIDER_LIST.split())
JAPAN = re.compile(r"(?<![一-鿿\d])日(?=[\s,·…]|서|도 |에|의|은 |이 |,)")  # alone it is no day; folded, 일 would be one
MONEY = 10**8  # what headlines count in hundreds of millions without naming a unit is won
WORD = re.compile(r"[가-힣]+|[a-z]+(?:[0-9]+[a-z]*)?|[0-9]+[a-z]+[0-9a-z]*|[一-鿿]+")
RUN = re.compile(r"[가-힣0-9.%]{2,}|[a-z]{2,}[0-9]*")
PARTICLE_LIST = (  # a closed class (MATCHING §4); sorted longest first below
    "으로부터 에서부터 에게서는 으로서는 으로써 으로서 에서는 에서도 에서만 에게는 에게도 까지는 까지도 부터는 이라는 이라고 "
    "라고는 한테서 에서 에게 께서 한테 까지 부터 으로 처럼 보다 마다 조차 마저 이나 이라 라며 라고 라는 이고 이며 만의 와의 "
    "과의 로의 이었습니다 였습니다 "
    "입니다 이었다 였다 이지만 인가 이냐 이에요 예요 에는 에도 에만 로는 로도 은 는 이 가 을 를 의 에 와 과 도 로 만 서 씨 며 들"
)
PARTICLES = tuple(sorted(PARTICLE_LIST.split(), key=lambda particle: (-len(particle), particle)))
COUNTRY = {"미국": "미", "중국": "중", "북한": "북", "러시아": "러", "영국": "영"}
ONE_SYLLABLE = frozenset(
    (*COUNTRY.values(), "윤", "문", "여", "야", "군", "검", "법")
)  # what headlines write with one hanja


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One entry as the comparison sees it. `words` and `lead_words` are stems without repetition, in reading order."""

    outlet: str | None
    url_key: str | None
    at: datetime | None  # when it was published, else first seen; None: not known
    key: str
    core: str
    words: tuple[str, ...]
    lead_words: tuple[str, ...]
    numbers: tuple[str, ...]  # of the headline, value with unit: 644억, 7.3원
    lead: str  # folded and squeezed, at most LEAD_CHARS
    labels: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    kind: str = HeadlineKind.NEWS.value
    round: int | None = None
    truncated: bool = False
    roundup: bool = False  # several events under one headline: "… 外", [건설업계 동향]
    voice: tuple[str, ...] = ()  # words of who is quoted at the headline's end, and of what is quoted: …野 "한심하다"
    speaker: tuple[str, ...] = ()  # words of who speaks, in a headline that is one quotation
    subject: str = ""  # folded words before the headline's first comma: as a rule the one who acts

    @cached_property
    def pairs(self) -> frozenset[str]:
        """What the headline is compared by: two-syllable pieces of its words, as they stand and as they are usually called.

        Pieces survive spacing, particles and compounds; a word in Latin letters is one piece.
        """
        return frozenset(piece for word in (*self.core.split(), *self.words) for piece in pieces_of(word))

    @cached_property
    def all_pairs(self) -> frozenset[str]:
        """These pieces together with those of the lead's beginning."""
        return self.pairs | frozenset(pieces_of(self.lead[:TEXT_CHARS]))

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(self.lead[i : i + SHINGLE] for i in range(len(self.lead) - SHINGLE + 1))

    @cached_property
    def word_set(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def all_words(self) -> frozenset[str]:
        return self.word_set | frozenset(self.lead_words)

    def holds(self, word: str) -> bool:
        """Whether headline or lead has this word, be it within another one."""
        return word in self.all_words or (len(word) > 1 and (word in self.key or word in self.lead))

    @cached_property
    def predicate(self) -> str:
        """The headline after its subject."""
        return self.core.removeprefix(self.subject).strip()

    @cached_property
    def head(self) -> tuple[str, tuple[str, ...]]:
        """The headline's first word as it stands, and its stems: as a rule the one who acts."""
        first = next(iter(self.core.split()), "")
        return stem(first) if first else "", _words(first)


Form = list[str | int | list[str] | None]


def pack(signature: Signature) -> Form:
    """The signature as JSON for the database, without what its entry's row says anyway; `unpack` is its inverse."""
    return [
        signature.outlet,
        signature.url_key,
        signature.at.isoformat() if signature.at else None,
        signature.key,
        signature.core,
        list(signature.words),
        list(signature.lead_words),
        list(signature.numbers),
        signature.lead,
        list(signature.labels),
        list(signature.badges),
        signature.kind,
        signature.round,
        int(signature.truncated),
        int(signature.roundup),
        signature.subject,
        list(signature.voice),
        list(signature.speaker),
    ]


def unpack(form: Form) -> Signature:
    """Forms of an earlier version lack what was added at the end. Raises ValueError for one that is none."""
    (
        outlet,
        url_key,
        at,
        key,
        core,
        words,
        lead_words,
        numbers,
        lead,
        labels,
        badges,
        kind,
        round_,
        truncated,
        roundup,
        subject,
        voice,
        *later,
    ) = form
    return Signature(
        outlet=_text(outlet),
        url_key=_text(url_key),
        at=datetime.fromisoformat(at) if isinstance(at, str) else None,
        key=str(key),
        core=str(core),
        words=_texts(words),
        lead_words=_texts(lead_words),
        numbers=_texts(numbers),
        lead=str(lead),
        labels=_texts(labels),
        badges=_texts(badges),
        kind=str(kind),
        round=round_ if isinstance(round_, int) else None,
        truncated=bool(truncated),
        roundup=bool(roundup),
        subject=str(subject),
        voice=_texts(voice),
        speaker=_texts(later[0]) if later else (),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


def sign(
    title: str,
    *,
    text: str = "",
    outlet: str | None = None,
    url_key: str | None = None,
    at: datetime | None = None,
) -> Signature:
    """Makes the signature of an entry from its title and its summary or body."""
    headline = split_headline(title)
    core = fold(JAPAN.sub("일본", headline.core)) or fold(headline.raw)
    lead = fold(strip_boilerplate(text))[:LEAD_CHARS]
    words = _words(core)
    return Signature(
        outlet=outlet,
        url_key=url_key,
        at=at,
        key=headline.key,
        core=core,
        words=words,
        lead_words=tuple(word for word in _words(lead) if word not in words)[:LEAD_WORDS],
        numbers=_numbers(core),
        lead=lead.replace(" ", ""),
        labels=_labels(headline),
        badges=headline.badges,
        kind=headline.kind.value,
        round=headline.round,
        truncated=headline.truncated,
        roundup=_is_roundup(headline),
        subject=_subject(headline.core),
        voice=_voice(headline.core),
        speaker=_speaker(headline.core),
    )


def _is_roundup(headline: Headline) -> bool:
    return AND_MORE.search(headline.raw) is not None or any(ROUNDUP.search(label) for label in headline.labels)


def _subject(core: str) -> str:
    found = SUBJECT.match(core)
    return fold(found.group(1)) if found else ""


def _voice(core: str) -> tuple[str, ...]:
    found = VOICE.match(core)
    if not found or fold(found.group(1)) in INSIDERS:
        return ()
    return _words(fold(f"{found.group(1)} {found.group(2)}"))


def _speaker(core: str) -> tuple[str, ...]:
    found = SPEAKER.match(core)
    return _words(fold(found.group(1))) if found else ()


def _labels(headline: Headline) -> tuple[str, ...]:
    return tuple(label for label in (fold(label).replace(" ", "") for label in headline.labels) if label)


def _words(folded: str) -> tuple[str, ...]:
    stems = (stem(word) for word in WORD.findall(folded))
    return tuple(dict.fromkeys(word for word in stems if len(word) > 1 or word in ONE_SYLLABLE))


def pieces_of(word: str) -> Iterator[str]:
    """The two-syllable pieces of a word; what is written in Latin letters whole, as two letters say nothing."""
    for run in RUN.findall(word):
        if "a" <= run[0] <= "z":
            yield run
        else:
            yield from map(add, run, run[1:])


def stem(word: str) -> str:
    """The word without its particle, where at least two syllables stay; countries by the one syllable headlines use."""
    if "가" <= word[0] <= "힣" and len(word) > 2 and word.endswith(PARTICLES):
        for particle in PARTICLES:
            if word.endswith(particle) and len(word) - len(particle) >= 2:
                word = word[: -len(particle)]
                break
    return COUNTRY.get(word) or usual_word(word)


def _numbers(folded: str) -> tuple[str, ...]:
    """Figures with their unit: 6만5972명 and 65972명 are both 65972명, 공동 선두 is 1위."""
    ranked = LEADER.sub("1위", folded)
    found = (_figure(match) for match in NUMBER.finditer(ranked) if match.group(0).strip() and any(match.groups()[:-1]))
    return tuple(dict.fromkeys(found))


def _figure(match: re.Match[str]) -> str:
    value = sum(float(part) * power for part, power in zip(match.groups()[:-1], POWERS, strict=True) if part)
    unit = match.groups()[-1] or ("원" if value >= MONEY else "")
    return f"{value:.10g}{unit}"


def unit_of(number: str) -> str:
    """The unit of a number as signatures hold it; empty without one."""
    return number.lstrip("0123456789.e+")


def is_precise(number: str) -> bool:
    """Whether the figure has three or more digits that are not trailing zeros: a reading, not a round sum."""
    digits = re.sub(r"\D", "", number.removesuffix(unit_of(number))).strip("0")
    return len(digits) >= 3
