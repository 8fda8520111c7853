"""Takes out of a text what every article of an outlet carries: bylines, wire credits, captions, copyright lines, portal slogans.

Pure; for comparison only. It must not be used for what people read: a caption may be all there is.
"""

import re

from aggregator.text.folding import clean

PATTERNS = (
    r"\((?:[가-힣A-Za-z·]{1,12}\s*=\s*)(?:연합뉴스|뉴스1|뉴시스|[가-힣A-Za-z0-9]{2,12})\)",  # (서울=연합뉴스)
    r"\[[가-힣A-Za-z·]{1,12}\s*=\s*[가-힣A-Za-z0-9 ]{2,14}\]",  # [서울=뉴시스]
    r"\[[^\[\]]{0,10}(?:기자|특파원|앵커|=)[^\[\]]{0,10}\]",  # [헤럴드경제=홍길동 기자]
    r"(?:[가-힣]{2,4}\s*[·,]?\s*){1,4}(?:인턴\s*)?(?:기자|특파원|선임기자|논설위원|리포터|PD|객원기자)\s*(?:=|\|)",
    r"[가-힣]{2,4}\s*(?:인턴\s*)?(?:기자|특파원|선임기자)\s*(?:[\w.+-]+@[\w-]+\.[\w.-]+)?\s*$",
    r"[\w.+-]+@[\w-]+\.[\w.-]+",
    r"(?:ⓒ|©|\(c\)|저작권자|Copyright)[^.\n]{0,80}",
    r"무단\s*전재[^.\n]{0,40}(?:금지)?",
    r"(?:/|\[|\()?\s*(?:사진|영상|그래픽|자료|이미지)\s*(?:제공)?\s*[=:|/ⓒ]\s*[^\s.\])]{1,20}(?:\s*(?:기자|제공|캡처|갈무리))?\s*[\])]?",
    r"[\[(]\s*(?:사진|자료|그래픽|이미지|영상)[^\[\]()]{0,24}[\])]",
    r"[■◇▶◎]?\s*(?:방송|진행|대담|출연|연출|일시)\s*[:=：]\s*[^■◇▶◎\n]{1,60}",  # a radio programme's head
    r"(?:▲|△|■|◇|◆|▶|☞|※)\s*",
    r"\s*[가-힣A-Za-z0-9 ]{2,14}\s(?:제공|캡처|갈무리)\s*[.]?\s*(?=$|\s{2})",
    r"(?:기사\s*듣기|글자\s*크기|본문\s*듣기|관련\s*기사|클릭하세요|전문보기|구독하기)[^.\n]{0,30}",
    r"https?://\S+",
)
RAW_CHARS = 8000  # markup included; a lead begins before
READ_CHARS = 1000  # of what is left, enough for a signature's lead behind the longest credits
BOILERPLATE = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))


def strip_boilerplate(text: str) -> str:
    """The text's own words; markup is gone too."""
    return BOILERPLATE.sub(" ", clean(text[:RAW_CHARS])[:READ_CHARS]).strip()
