"""The shape of feeds.yaml: every key, what it means, what it may hold. The JSON Schema for editors comes from here.

What one value alone cannot tell (does that watchlist exist?) is not decided here but in checks.
"""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, Strict, StringConstraints, WithJsonSchema
from pydantic import Field as Key

from aggregator.config import values
from aggregator.model import Compounds, Field, FullText, TermKind

OUTLET_TYPES = ("종합지", "경제지", "통신", "방송", "전문", "인터넷", "영문", "정부", "집계", "지역", "잡지", "기타")


def _one(read: Callable[[str], object], schema: dict[str, object]) -> tuple[PlainValidator, WithJsonSchema]:
    """A type that is written as one word: how it is read, and how editors are told."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("must be a single value, not a list or a map")  # pydantic collects ValueErrors only
        return read(value)

    return PlainValidator(validate), WithJsonSchema(schema)


Text = Annotated[str, Strict(), StringConstraints(min_length=1, strip_whitespace=True, max_length=2000)]
Flag = Annotated[bool, *_one(values.read_flag, {"type": "boolean"})]
Pause = Annotated[timedelta, *_one(values.read_pause, {"type": "string", "examples": ["0s", "1s"]})]
Duration = Annotated[
    timedelta, *_one(values.read_duration, {"type": "string", "examples": ["90s", "30m", "6h", "365d"]})
]
Size = Annotated[int, *_one(values.read_size, {"type": ["string", "integer"], "examples": ["10MB", "500kB"]})]
At = Annotated[time, *_one(values.read_time, {"type": "string", "pattern": r"^\d{1,2}:\d{2}$", "examples": ["07:30"]})]
Zone = Annotated[str, *_one(values.read_zone, {"type": "string", "examples": ["Asia/Seoul", "Europe/Berlin"]})]
Charset = Annotated[str, *_one(values.read_charset, {"type": "string", "examples": ["utf-8", "euc-kr"]})]
WebAddress = Annotated[
    str, *_one(values.read_web_address, {"type": "string", "format": "uri", "pattern": "^https?://"})
]
Network = Annotated[str, *_one(values.read_network, {"type": "string", "examples": ["feeds.intra", "10.0.0.0/8"]})]
Mailbox = Annotated[
    tuple[str, str], *_one(values.read_mailbox, {"type": "string", "examples": ["홍보팀 <press@example.org>"]})
]
Proxy = Annotated[
    str,
    *_one(
        lambda text: values.read_proxy(values.fill_references(text)),
        {"type": "string", "examples": ["http://proxy.intra:3128", "${PROXY_URL}"]},
    ),
]
Secret = Annotated[str, *_one(values.fill_references, {"type": "string", "examples": ["${TEAM_CHAT_URL}"]})]


def _whole(least: int, most: int) -> tuple[PlainValidator, WithJsonSchema]:
    def read(text: str) -> int:
        number = values.read_whole(text)
        if not least <= number <= most:
            raise ValueError(f"{number} is outside {least} to {most}")
        return number

    return _one(read, {"type": "integer", "minimum": least, "maximum": most})


def _read_days(value: object) -> tuple[int, ...]:
    if isinstance(value, str):
        return values.read_days(value)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return values.read_days([str(item) for item in value])
    raise ValueError("must name days: mon-fri, [mon, wed], 월-금, 평일 or 매일")


Days = Annotated[
    tuple[int, ...],
    PlainValidator(_read_days),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
            "examples": ["weekdays", "mon-fri", ["mon", "wed"], "월-금", "매일"],
        }
    ),
]


def _read_language(text: str) -> str:
    if text not in ("ko", "en"):
        raise ValueError(f"{text!r} is not a language the digest is written in; write ko or en")
    return text


def _read_outlet_language(text: str) -> str:
    if not (text.isascii() and text.replace("-", "").isalpha() and 2 <= len(text) <= 8):
        raise ValueError(f"{text!r} is not a language code; write ko, en, ja …")
    return text


Language = Annotated[str, *_one(_read_language, {"enum": ["ko", "en"]})]
LanguageCode = Annotated[str, *_one(_read_outlet_language, {"type": "string", "examples": ["ko", "en"]})]


def _read_country(text: str) -> str:
    from holidays import list_supported_countries  # noqa: PLC0415 - slow to import, and most files do not ask

    from aggregator.config.nearest import did_you_mean  # noqa: PLC0415 - as above

    if text not in (known := list_supported_countries()):
        raise ValueError(f"{text!r} is not a country code{did_you_mean(text, known) or '; write KR, US, DE …'}")
    return text


Country = Annotated[str, *_one(_read_country, {"type": "string", "examples": ["KR"]})]


class _Keys(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _expand(key: str, keys: type[BaseModel]) -> BeforeValidator:
    """Lets a plain string stand for a map with that one key, and tells editors so."""

    def expand(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(expand, json_schema_input_type=str | keys)


class FeedKeys(_Keys):
    """One feed of an outlet: its address alone, or a map with these keys."""

    url: WebAddress = Key(description="The feed's address; RSS, Atom, RDF, JSON Feed or a news sitemap.")
    section: Text | None = Key(None, description="The outlet's section this feed carries, such as 경제.")
    interval: Duration | None = Key(None, description="A fixed polling interval. Without it the pace adapts.")


class OutletKeys(_Keys):
    """Who publishes, and where its feeds are."""

    id: Text | None = Key(None, description="A short name that never changes; entries are stored under it. [from name]")
    name: Text = Key(description="What readers see, such as 연합뉴스.")
    type: Text = Key(
        "기타", description="The kind of outlet: " + ", ".join(OUTLET_TYPES) + ", or a word of your own. [기타]"
    )
    tier: Annotated[int, *_whole(1, 3)] = Key(2, description="Weight in ranking: 1 (most), 2 or 3. [2]")
    timezone: Zone = Key("Asia/Seoul", description="The zone of its dates when they name none. [Asia/Seoul]")
    language: LanguageCode = Key("ko", description="The language it writes in. [ko]")
    user_agent: Text | None = Key(None, description="Sent instead of polling.user_agent; some outlets refuse robots.")
    headers: dict[Text, Secret] = Key(
        default_factory=dict, description="More request headers. `${NAME}` is taken from the environment."
    )
    charset: Charset | None = Key(None, description="Overrides whatever the feed declares.")
    proxy: Proxy | None = Key(None, description="Asked through this proxy; `${NAME}` is taken from the environment.")
    full_text: FullText | None = Key(
        None,
        description="When the article's page is fetched: never, missing, candidates or always. [polling.full_text]",
    )
    feeds: tuple[Annotated[FeedKeys, _expand("url", FeedKeys)], ...] = Key(
        min_length=1, description="Its feeds: addresses, or maps."
    )


class TermKeys(_Keys):
    """A word or phrase to look for: the text alone, or a map with these keys."""

    text: Text = Key(description="The word or phrase. Spacing and gloss variants are found by themselves.")
    kind: TermKind | None = Key(
        None,
        description="name (네이버 finds 네이버클라우드) or topic (금리 finds 기준금리). [by the term's form]",
    )
    aliases: tuple[Text, ...] = Key((), min_length=1, description="Other spellings of the same thing: Naver, NAVER.")
    exclude: tuple[Text, ...] = Key(
        (), min_length=1, description="A sentence that holds one of these does not count: 라인업 for 라인."
    )
    near: tuple[Text, ...] = Key((), min_length=1, description="The same sentence must hold one of these.")
    require: tuple[Text, ...] = Key((), min_length=1, description="The entry must hold one of these.")
    compounds: Compounds = Key(
        Compounds.KNOWN, description="Inside a longer word: yes, known (only in ways the rules know), or no. [known]"
    )
    fields: tuple[Field, ...] = Key(
        (Field.TITLE, Field.SUMMARY, Field.BODY),
        min_length=1,
        description="Where to look: title, summary, body, byline, outlet, section. [title, summary, body]",
    )
    regex: Flag = Key(False, description="true: `text` is a regular expression. [false]")
    sense: Text | None = Key(
        None, description="What is meant, in a few words (`포털 다음`): evidence where the word means other things too."
    )
    case: Flag | None = Key(None, description="true: letter case matters. [capitals: yes]")


Terms = tuple[Annotated[TermKeys, _expand("text", TermKeys)], ...]


class WatchlistKeys(_Keys):
    """What one part of the house wants to know about. An entry is caught by any of, all of, and none of its terms."""

    id: Text | None = Key(
        None, description="A short name that never changes; clippings are stored under it. [from name]"
    )
    name: Text = Key(description="What readers see, such as 소버린 AI.")
    section: Text = Key("업계", description="The part of the digest it belongs to: 자사, 경쟁사, 업계 … [업계]")
    any: Terms = Key((), min_length=1, description="At least one of these terms.")
    all: Terms = Key((), min_length=1, description="Every one of these terms.")
    none: Terms = Key((), min_length=1, description="None of these terms.")
    query: Text | None = Key(
        None, description='Instead of lists, a line: 네이버 AND ("소버린 AI" OR 하이퍼클로바) NOT title:부고.'
    )
    outlets: tuple[Text, ...] = Key((), min_length=1, description="Only these outlets, by name or id. [every outlet]")
    hanja: Flag = Key(True, description="Headline hanja count as their words: 美 is 미국. [true]")
    urgent: Flag = Key(False, description="true: an alert goes out within one poll of the first sighting. [false]")
    full_text: FullText | None = Key(
        None, description="When an article's page is fetched for this watchlist. [the outlet's]"
    )


class RecipientKeys(_Keys):
    """Where a letter goes: `홍보팀 <a@b.c>`, the name of a group, or a map with one of email, directory, chat, group."""

    email: Mailbox | None = Key(None, description="A mail address, with a name if you like.")
    directory: Text | None = Key(
        None, description="A directory that gets .eml and .html files, from feeds.yaml's place."
    )
    chat: Secret | None = Key(
        None, description="An Apprise URL of a chat service; keep it in the environment: ${TEAM_CHAT_URL}."
    )
    group: Text | None = Key(None, description="Everybody in this group.")
    name: Text | None = Key(None, description="The name in the address line.")
    language: Language | None = Key(None, description="ko or en. [the digest's]")


def _expand_recipient(value: object) -> object:
    if not isinstance(value, str):
        return value
    return {"email": value} if "@" in value else {"group": value}


Recipients = tuple[
    Annotated[RecipientKeys, BeforeValidator(_expand_recipient, json_schema_input_type=str | RecipientKeys)], ...
]


class QuietKeys(_Keys):
    """Hours of local wall time in which no alert leaves; what came meanwhile is told afterwards."""

    start: At = Key(alias="from", description="The first quiet minute: 22:00.")
    until: At = Key(description="When alerts leave again: 07:00.")


class AlertKeys(_Keys):
    """Instant alerts of this digest's urgent watchlists."""

    recipients: Recipients = Key(min_length=1, description="Who is alerted.")
    quiet: QuietKeys | None = Key(None, description="Hours without alerts.")
    hourly_cap: Annotated[int, *_whole(1, 1000)] = Key(6, description="At most so many letters an hour. [6]")


class DigestKeys(_Keys):
    """A standing order: which watchlists, when, to whom, in what form."""

    id: Text | None = Key(
        None, description="A short name that never changes; editions are stored under it. [from name]"
    )
    name: Text = Key(description="The digest's title, such as 아침 브리핑.")
    watchlists: tuple[Text, ...] = Key(
        (), min_length=1, description="Names or ids, in reading order. [all, in the order of this file]"
    )
    at: At = Key(description="Local time of sending: 07:30.")
    timezone: Zone = Key("Asia/Seoul", description="The zone of `at`. [Asia/Seoul]")
    days: Days = Key((0, 1, 2, 3, 4, 5, 6), description="weekdays, mon-fri, [mon, wed], 월-금, 평일 or 매일. [매일]")
    holidays: Country | None = Key(None, description="A country code (KR): no issue on its public holidays.")
    language: Language = Key("ko", description="ko or en. [ko]")
    recipients: Recipients = Key((), min_length=1, description="Who gets it.")
    sections: tuple[Text, ...] = Key(
        (),
        min_length=1,
        description="Order of the watchlists' sections: [자사, 경쟁사, 업계]. [as the watchlists come]",
    )
    templates: Text | None = Key(None, description="A directory whose templates override and extend those in reports/.")
    excerpt_chars: Annotated[int, *_whole(0, 2000)] = Key(120, description="Length of an excerpt; 0 prints none. [120]")
    send_empty: Flag = Key(True, description="false: nothing is sent on a day without a clipping. [true]")
    demote: tuple[Literal["opinion", "personnel", "photo"], ...] = Key(
        ("opinion", "personnel", "photo"),
        description="Set apart below the stories; [] keeps everything together. [opinion, personnel, photo]",
    )
    subject: Text | None = Key(
        None, description="The mail's subject. [made from the name, the date and the day's lead]"
    )
    sender: Mailbox | None = Key(None, description="The sender. [AGGREGATOR_MAIL_FROM]")
    reply_to: Mailbox | None = Key(None, description="Where answers go.")
    resend_unknown: Flag = Key(
        False,
        description="A letter of unknown fate: true sends the same bytes again, false holds it for a person. [false]",
    )
    alerts: AlertKeys | None = Key(None, description="Instant alerts of the urgent watchlists.")


class PollingKeys(_Keys):
    """How outlets are asked."""

    interval: Duration | None = Key(None, description="For a feed not yet known. [30m]")
    shortest: Duration | None = Key(None, description="No feed is asked more often. [10m]")
    longest: Duration | None = Key(None, description="Every feed is asked at least this often. [6h]")
    deadline: Duration | None = Key(None, description="For one request, redirects and all. [30s]")
    max_wire_bytes: Size | None = Key(None, description="The most that is read of one answer. [10MB]")
    max_decoded_bytes: Size | None = Key(None, description="The same after decompression. [20MB]")
    concurrency: Annotated[int, *_whole(1, 256)] | None = Key(None, description="Hosts asked at once. [16]")
    host_spacing: Pause | None = Key(
        None, description="Between two requests to one host. [1s; none on this machine itself]"
    )
    user_agent: Text | None = Key(None, description="How we introduce ourselves; name a contact address.")
    proxy: Proxy | None = Key(
        None, description="Everything is asked through it; `${NAME}` is taken from the environment."
    )
    allow_hosts: tuple[Network, ...] = Key(
        (), min_length=1, description="Private hosts or networks that may be asked: feeds.intra, 10.0.0.0/8."
    )
    full_text: FullText | None = Key(
        None, description="When an article's page is fetched: never, missing, candidates or always. [missing]"
    )
    pages_per_hour: Annotated[int, *_whole(0, 100_000)] | None = Key(
        None, description="Article pages asked of one host. [120]"
    )


class StoryKeys(_Keys):
    """How entries are gathered into stories."""

    fold_photos: Flag = Key(
        False, description="true: the pictures one outlet shows of one event are one story, and one line. [false]"
    )


class RetentionKeys(_Keys):
    """How long what is stored is kept."""

    entries: Duration | None = Key(None, description="Entries and their clippings. [365d]")
    full_text: Duration | None = Key(None, description="Texts of article pages. [14d]")
    polls: Duration | None = Key(None, description="The record of polls. [30d]")
    editions: Duration | None = Key(None, description="Editions of digests. [1095d]")


class NewsfileKeys(_Keys):
    """The newsroom's own file: outlets, watchlists, digests, polling, stories, retention, groups."""

    outlets: tuple[OutletKeys, ...] = Key(min_length=1, description="Who is read.")
    watchlists: tuple[WatchlistKeys, ...] = Key((), min_length=1, description="What is looked for.")
    digests: tuple[DigestKeys, ...] = Key((), min_length=1, description="What is sent, when, to whom.")
    groups: dict[Text, Annotated[Recipients, Key(min_length=1)]] = Key(
        default_factory=dict, description="Named lists of recipients that digests can use."
    )
    polling: PollingKeys | None = Key(None, description="How outlets are asked.")
    stories: StoryKeys | None = Key(None, description="How entries are gathered into stories.")
    retention: RetentionKeys | None = Key(None, description="How long what is stored is kept.")


def make_json_schema() -> dict[str, object]:
    """The JSON Schema of feeds.yaml, for editors with a YAML language server."""
    schema = _without_null(NewsfileKeys.model_json_schema())
    assert isinstance(schema, dict)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "feeds.yaml"}


def _without_null(schema: object) -> object:
    """A key is left out, never null: what pydantic says of `None` defaults is no advice for editors."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if not (key == "default" and value is None)}
    branches = kept.get("anyOf")
    if isinstance(branches, list):
        branches = [branch for branch in branches if branch != {"type": "null"}]
        kept = {**branches[0], **{k: v for k, v in kept.items() if k != "anyOf"}} if len(branches) == 1 else kept
        if len(branches) > 1:
            kept["anyOf"] = branches
    return kept
