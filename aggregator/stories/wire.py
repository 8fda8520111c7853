"""Knows news agencies and the credits their texts carry, so that a wire copy is not taken for a press release.

Pure; names are data. It must not judge how good an outlet is.
"""

import re

from aggregator.model import Outlet

WIRE_TYPE = "통신"
WIRE_IDS = frozenset(
    {"yna", "yonhap", "연합뉴스", "newsis", "뉴시스", "news1", "뉴스1", "reuters", "ap", "afp", "bloomberg"}
)
CREDIT = re.compile(
    r"[(\[][^()\[\]]{1,12}=\s*[가-힣A-Za-z0-9]{2,12}\s*[)\]]"
    r"|(?:연합뉴스|뉴시스|뉴스1|로이터|AP통신|AFP)\s*(?:제공|통신에 따르면)"
    r"|[가-힣]{2,4}\s*(?:인턴\s*)?(?:기자|특파원)(?:\s|=|$)|[\w.+-]+@[\w-]+\.\w+"
)


AGENCY_CREDIT = re.compile(
    r"[(\[][^()\[\]]{1,12}=\s*(?:연합뉴스|뉴시스|뉴스1|로이터|AP|AFP|[가-힣]{1,6}통신)\s*[)\]]|(?:연합뉴스|뉴시스|뉴스1)\s*제공"
)


def is_wire_outlet(outlet_id: str, outlet: Outlet | None) -> bool:
    """Whether the outlet is a news agency, by its type in feeds.yaml or its well-known name."""
    return (outlet is not None and outlet.type == WIRE_TYPE) or outlet_id.lower() in WIRE_IDS


def names_a_wire(text: str) -> bool:
    """Whether the text carries an agency's credit or a reporter's byline."""
    return CREDIT.search(text) is not None


def credits_an_agency(text: str) -> bool:
    """Whether the text says that an agency wrote it: (서울=연합뉴스)."""
    return AGENCY_CREDIT.search(text) is not None
