"""Finds who wrote an article in its text, and takes bylines out of it: `윤지영 기자 yjy@sedaily.com` is not the article.

It must not touch a sentence: a byline is a whole line, stands before the first sentence, or follows the last one.
"""

import re
from dataclasses import dataclass

# Surnames of all but a few thousand Koreans (2015 census); without them any two words before 기자 would be a name.
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길주연"
    "방위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부피가복태목형계두감호음빈동온필간상시갈"
)
_NAME = rf"(?!기자|특파원|앵커)(?:남궁|황보|제갈|선우|독고|사공|서문|[{_SURNAMES}])[가-힣]{{1,3}}"
_ROLE = (
    r"(?:(?:수석|선임|전문|인턴|수습|객원|시민|명예|대표|온라인|디지털|사진|영상|의학|경제|정치|문화|스포츠|산업|과학|법조|국제|건설|연예|"
    r"부동산|금융|증권|기동취재|데이터|정책|탐사|국방|외교|교육|환경|종교|여행|통일|북한|군사|IT)\s?)?"
    r"(?:기자|특파원|통신원|논설위원|논설주간|편집위원|편집국장|리포터|앵커|아나운서|에디터|PD|피디|칼럼니스트)"
)
EMAIL = r"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9.\-]+\.[A-Za-z]{2,10}"
_PERSON = rf"{_NAME}(?:\s?[·,ㆍ/]\s?{_NAME}){{0,4}}\s?{_ROLE}"
_PEOPLE = rf"{_PERSON}(?:\s?[·,ㆍ/&]?\s?{_PERSON}){{0,3}}"
_PLACE = r"(?:[가-힣A-Za-z0-9·/ ]{1,24}?[=|:\s/]\s?)?"  # an outlet, a place, "글", "정리"

_WHOLE = re.compile(
    rf"^[\s\[(<【〈/■▶◇◆|=·-]*{_PLACE}(?P<who>{_PEOPLE})\s?(?:[/|,·]?\s?[\[(<]?\s?{EMAIL}\s?[\])>]?[\s,/·|]*){{0,3}}"
    rf"(?:[·,/]\s?{_PLACE}{_PEOPLE}\s?(?:{EMAIL})?\s?){{0,3}}(?:의?\s?(?:다른|최근)?\s?기사\s?(?:더\s?)?보기|구독|입력.*)?[\s\])>】〉=|·-]*$"
)
_NAME_AND_EMAIL = re.compile(rf"^[\s\[(<【/■▶|-]*{_PLACE}(?P<who>{_NAME})\s?[/|·(\[<]?\s?{EMAIL}[\s\])>】]*$")
_ONLY_EMAIL = re.compile(rf"^[\s\[(<【/■▶|-]*(?:이메일|메일|E-?mail)?\s?[:：]?\s?{EMAIL}[\s\])>】]*$", re.IGNORECASE)
_CREDIT = re.compile(
    rf"^[\s\[(<【]*(?:글|사진|취재|정리|영상|편집|그래픽|기획|촬영|구성)[·,/\s가-힣]{{0,12}}[=:]\s?(?P<who>{_PEOPLE}).{{0,40}}$"
)
_LEAD = re.compile(
    rf"^\s*(?:"
    rf"[\[(【<]\s?[^\[\](){{}}【】<>\n]{{0,30}}?(?P<in>{_PEOPLE})\s?[\])】>]\s?[=\-]?"
    rf"|[\[(【<]\s?[가-힣·, ]{{2,12}}=\s?[가-힣A-Za-z][가-힣A-Za-z0-9 ]{{1,14}}[\])】>]\s?"
    rf"(?:(?P<after>{_PEOPLE})\s?(?:{EMAIL})?\s?)?[=\-]?"
    rf"|(?:[가-힣]{{2,6}}\s?[=/]\s?)?(?P<bare>{_PEOPLE})\s?(?:{EMAIL})?\s?="
    rf")\s*"
)
_TAIL = re.compile(
    rf"(?P<end>[.!?”\"'’\])]|다(?=\s))\s*[/|\[(<【=■▶]?\s?{_PLACE}"
    rf"(?:(?P<who>{_PEOPLE})\s?(?:[\[(<]?\s?{EMAIL}\s?[\])>]?)?|(?P<name>{_NAME})\s?[(/]?\s?{EMAIL})[\s\])>】]*$"
)
_EMAIL_TAIL = re.compile(rf"(?P<end>[.!?다”\"'’])\s*[\[(<]?\s?{EMAIL}[\s\])>]*$")


_CONTACT = re.compile(rf"^[^.!?]{{0,40}}?{EMAIL}[\s\])>】]*$")  # ◎공감언론 매체 name@outlet
_STAMP = re.compile(
    r"(?:(?:기사\s?)?(?:입력|수정|등록|승인|송고|발행|게재|작성|업데이트)\s?(?:일시|일|시간|시각)?\s*[:：]?\s*)?"
    r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}[일.]?(?:\s?\([월화수목금토일]\))?\s*(?:오전|오후)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A line without its byline; `who` is the byline's words, None when there was none."""

    text: str
    who: str | None


def unsign(line: str) -> Signed:
    """Takes the byline out of a line: all of it, its dateline, or what follows its last sentence."""
    if len(line) <= 120 and (short := _without_stamps(line)) is not None:
        line = short
    for pattern in (_WHOLE, _CREDIT, _NAME_AND_EMAIL):
        if len(line) <= 120 and (found := pattern.match(line)):
            return Signed("", _tidy(found["who"]))
    if len(line) <= 120 and _ONLY_EMAIL.match(line):
        return Signed("", "")
    if len(line) <= 90 and _CONTACT.match(line):
        return Signed("", None)
    text, lead = _cut_lead(line)
    text, tail = _cut_tail(text)
    return Signed(text, tail or lead)


def _without_stamps(line: str) -> str | None:
    """`문가람 기자 | 입력 2026-05-11 05:00` without its times; None where the rest is more than a byline."""
    rest = _STAMP.sub(" ", line).strip(" |·/,-")
    return rest if len(rest) < len(line) and (not rest or _WHOLE.match(rest)) else None


def _cut_lead(line: str) -> tuple[str, str | None]:
    found = _LEAD.match(line[:160])
    if not found:
        return line, None
    who = found["in"] or found["after"] or found["bare"]
    return line[found.end() :], _tidy(who) if who else None


def _cut_tail(line: str) -> tuple[str, str | None]:
    start = max(0, len(line) - 120)  # a byline is short; the pattern must not walk a long paragraph
    head, tail = line[:start], line[start:]
    if found := _TAIL.search(tail):
        return head + tail[: found.end("end")], _tidy(found["who"] or found["name"])
    if found := _EMAIL_TAIL.search(tail):
        return head + tail[: found.end("end")], None
    return line, None


def _tidy(who: str) -> str:
    return re.sub(r"\s+", " ", re.sub(rf"(?<=[가-힣])(?={_ROLE}$)", " ", who)).strip()
