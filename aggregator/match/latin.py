"""The edges and the letter case of Latin spellings: AI is in AI는, 오픈AI and HBM3E, not in said, KAIST or a mail address.

Each rule takes a spot and gives a finding or None. This module must not know Hangul words.
"""

import re

from aggregator.match.spot import Finding, Spot, refuse
from aggregator.match.vocabulary import words
from aggregator.text.companies import known_companies
from aggregator.text.hangul import is_hangul, is_latin

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'가-힣]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.+]*")
_PLURAL = re.compile(r"(?:'?s|aaS)(?![A-Za-z])")
_PEOPLE = re.compile(r"ns?(?![A-Za-z])")
_MODEL_CODE = re.compile(r"-[A-Z]{1,3}\d{2,}")
_TYPE_NUMBER = re.compile(r"-\d{1,3}[A-Z]?(?![\d:\-~])")
_WORD_BEHIND, _WORD_AHEAD = re.compile(r"[A-Za-z]{2}-$"), re.compile(r"-[A-Za-z]{2}")
_CODE_AHEAD = re.compile(r"-([A-Za-z]{2,})")  # one letter numbers: GTX-A
_CHANNEL = re.compile(r"(?<![A-Za-z&])[A-Z]{2,5} ?\d$")
_ENGLISH_AHEAD = re.compile(r" [A-Za-z]")
_OPENERS = " \n([·,…'\""
_CLOSERS = "·,)'\""
_LATIN_BEFORE = re.compile(r"[A-Za-z][ ,.]*$")
_KOREAN_AHEAD = re.compile(r" ?[가-힣]")
_FIRM = re.compile(r" (?:Holdings|Inc|Ltd|Corp|Corporation|Group|Co|plc|Labs|Electronics|Bank|Securities)\b")
_LATIN_TAILS = ("U+", "U플러스")  # LGU+


def inside_address(spot: Spot) -> Finding | None:
    """A web or mail address is no mention."""
    if not spot.surface.isascii() or not ("@" in spot.text or "://" in spot.text or "www." in spot.text):
        return None
    nearby = _ADDRESS.finditer(spot.text, max(0, spot.start - 300), spot.end + 300)
    if any(found.start() <= spot.start < found.end() for found in nearby):
        return refuse("inside an address")
    return None


def left_letter(spot: Spot) -> Finding | None:
    """No Latin letter, digit or `&` may touch on the left; one lower-case letter may (iHBM, sLLM)."""
    first, before = spot.surface[0], spot.before
    if not before or not (is_latin(first) or first.isdigit()):
        return None
    if is_latin(before) and not _is_small_prefix(spot):
        return refuse("letter before")
    if before.isdigit() and (is_latin(first) or first.isdigit()) and not _is_channel(spot):
        return refuse("digit before")
    if before in "&@#_$" and before != "#" and is_latin(spot.text[spot.start - 2 : spot.start - 1] or " "):
        return refuse("part of a longer name")
    if before == "-" and not spot.surface.isupper() and is_latin(spot.text[spot.start - 2 : spot.start - 1] or " "):
        joined = _takes_hyphens(spot) and _WORD_BEHIND.search(spot.text[max(0, spot.start - 3) : spot.start])
        return None if joined else refuse("hyphen before")
    if len(spot.surface) == 1 and is_hangul(before):  # 모델X
        return refuse("part of a longer name")
    if before == "." and "." in spot.surface:  # N.B.A. is no B.A.
        return refuse("letter before")
    return None


def _takes_hyphens(spot: Spot) -> bool:
    """anti-Trump, Google-backed; an acronym in other letters does not (Eu-gene, C-Arm)."""
    return len(spot.surface) > 1 and not _ACRONYM.fullmatch(spot.variant.text)


def _is_channel(spot: Spot) -> bool:
    """KBS 2TV: one digit behind an acronym counts its channels or teams."""
    return spot.surface.isupper() and bool(_CHANNEL.search(spot.text[max(0, spot.start - 8) : spot.start]))


def _is_small_prefix(spot: Spot) -> bool:
    before, beyond = spot.before, spot.text[spot.start - 2 : spot.start - 1]
    if before == "x" and beyond.isupper():  # MBNxENA
        return True
    return (
        before.islower()
        and len(spot.surface) > 2
        and bool(_ACRONYM.fullmatch(spot.surface))
        and not is_latin(beyond or " ")
    )


def right_letter(spot: Spot) -> Finding | None:
    """No Latin letter may touch on the right but an ending; `&` and a letter make another name (KT&G)."""
    last, after = spot.surface[-1], spot.after
    if not after or not (is_latin(last) or last.isdigit()):
        return None
    if last.isdigit() and after.isdigit():
        return refuse("digit after")
    if is_latin(after) and not _takes_ending(spot):
        return refuse("letter after")
    if spot.is_name and spot.surface.isupper() and _TYPE_NUMBER.match(spot.text, spot.end):  # KT-1, the trainer
        return refuse("part of a longer name")
    beyond = spot.text[spot.end + 1 : spot.end + 2]
    if after in "&" and beyond and is_latin(beyond):
        return refuse("part of a longer name")
    if after != "-" or not is_latin(beyond or " "):
        return None
    acronym = spot.surface.isupper() and len(spot.surface) > 1
    joined = acronym or (_takes_hyphens(spot) and _WORD_AHEAD.match(spot.text, spot.end))
    if not joined or _MODEL_CODE.match(spot.text, spot.end) or _is_compound_code(spot):
        return refuse("hyphen after")
    return None


def _takes_ending(spot: Spot) -> bool:
    """GPUs, LGU+, and what belongs to a country (North Korean)."""
    if spot.text.startswith(_LATIN_TAILS, spot.end):
        return True
    ending = _PEOPLE if spot.is_name and spot.surface.endswith("a") else None if spot.is_name else _PLURAL
    return bool(ending and ending.match(spot.text, spot.end))


def _is_compound_code(spot: Spot) -> bool:
    """HD-MAP is no HD; KT-LG are two firms."""
    beyond = _CODE_AHEAD.match(spot.text, spot.end)
    return spot.is_name and beyond is not None and beyond[1].isupper() and beyond[1] not in known_companies()


def letter_case(spot: Spot) -> Finding | None:
    """An acronym written in capitals is met in capitals; as a capitalised word only beside Korean (Arm과)."""
    if spot.variant.text.isascii() is False or spot.term.case is False:
        return _mixed_case(spot)
    wanted, found = spot.variant.text, spot.surface
    if spot.term.case is True:
        return None if _same_letters(wanted, found) else refuse("letter case")
    if _ACRONYM.fullmatch(wanted):
        return None if found.isupper() or _is_titled(spot) or _is_small_in_korean(spot) else refuse("letter case")
    if wanted[0].isupper() and found.islower():
        return refuse("letter case")
    return None


def _mixed_case(spot: Spot) -> Finding | None:
    """소버린 AI: the capitals of a Korean term keep to capitals."""
    if spot.term.case is False:
        return None
    capitals = re.findall(r"[A-Z]{2,}", spot.variant.text)
    if all(capital in spot.surface for capital in capitals):
        return None
    return refuse("letter case")


def _same_letters(wanted: str, found: str) -> bool:
    return re.sub(r"\W", "", wanted) == re.sub(r"\W", "", found)


def _is_titled(spot: Spot) -> bool:
    if not spot.surface.istitle() or spot.surface.lower() == spot.surface:
        return False
    if len(spot.surface) >= 4 or is_hangul(spot.after or " "):
        return len(spot.surface) > 2 or is_hangul(spot.after or " ")
    begin, end = spot.sentence
    korean = any(map(is_hangul, spot.text[begin:end]))
    return (
        korean
        and len(spot.surface) > 2
        and (not _ENGLISH_AHEAD.match(spot.text, spot.end) or bool(_FIRM.match(spot.text, spot.end)))
    )


def _is_small_in_korean(spot: Spot) -> bool:
    """kt 위즈, lg전자: small letters alone among Hangul, as some firms write themselves."""
    return (
        spot.surface.islower()
        and len(spot.surface) == 2  # longer ones are words (bbq, who)
        and (not spot.before or is_hangul(spot.before) or spot.before in _OPENERS)
        and not _LATIN_BEFORE.search(spot.text[max(0, spot.start - 4) : spot.start])
        and (
            _KOREAN_AHEAD.match(spot.text, spot.end) is not None
            or (is_hangul(spot.before or " ") and (not spot.after or spot.after in _CLOSERS))
        )
    )


def other_member(spot: Spot) -> Finding | None:
    """SM그룹 is not the SM엔터테인먼트 that the sense names; a bank's group is its own (KB그룹)."""
    sense = (spot.term.sense or "").split("(")[0].strip() if spot.surface.isascii() else ""
    meant = sense.removeprefix(spot.surface)
    if (
        meant == sense
        or meant not in words("tails")
        or meant == "그룹"
        or meant.startswith("금융")
        or sense in spot.text
    ):
        return None
    return refuse("another member of the name") if f"{spot.surface}그룹" in spot.text else None


LATIN_RULES = (inside_address, left_letter, right_letter, letter_case, other_member)
