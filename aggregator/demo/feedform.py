"""Prints the fictional outlets' feeds and pages, each in its own bad habits. Must not know about HTTP or time passing."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aggregator.demo.news import KST, Article
from aggregator.demo.outlets import Dates, Guids, PressOutlet

INVENTED = "이 매체와 기사는 모두 지어낸 것입니다. This outlet and its articles are invented."

# What surrounds an article on a portal's page: none of it may ever match. The unrelated headlines name a watched company.
_PAGE = """<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} | 바른뉴스</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="바른뉴스">
<meta property="article:published_time" content="{at}"></head><body>
<header><nav><a href="/">홈</a> <a href="/politics">정치</a> <a href="/it">IT</a> <a href="/login">로그인</a></nav></header>
<main><article><h1>{title}</h1>
<div class="utility"><button>기사 듣기</button> <button>글자크기 설정</button> <p>이 글자크기로 변경됩니다.</p>
<p>(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 바른뉴스를 만나보세요.</p></div>
<div class="article_body" itemprop="articleBody">{paragraphs}
<p>도담 기자 dodam@bareun.example</p></div>
<p class="copyright">Copyright © 바른뉴스. 무단전재 및 재배포 금지.</p></article>
<aside class="related"><h2>많이 본 뉴스</h2><ul><li><a href="/n/901">네이버 검색어로 본 주말 날씨</a></li>
<li><a href="/n/902">배우 나루미, 새 드라마 첫 촬영</a></li><li><a href="/n/903">해솔AI 주가, 오늘은 어땠나</a></li>
<li><a href="/n/904">축구 대표팀, 소집 명단 발표</a></li></ul></aside></main>
<footer>바른뉴스 | 등록번호 가00000 | 청소년보호책임자 도담</footer></body></html>"""


def print_feed(
    outlet: PressOutlet, section: str | None, articles: Sequence[Article], now: datetime, base: str
) -> bytes:
    """The feed as it stands at `now`; `articles` are the list's, newest first."""
    items = "\n".join(_item(outlet, section, article, now, base) for article in articles)
    title = f"{outlet.name} {section}" if section else outlet.name
    xml = (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>http://{outlet.host or 'bareun.example'}/</link><description>{INVENTED}</description>\n"
        f"{items}\n</channel></rss>\n"
    )
    # What such outlets call euc-kr is cp949: syllables like 펲 and 뷁 are in it.
    body = xml.encode("cp949" if outlet.charset == "euc-kr" else outlet.charset, "xmlcharrefreplace")
    if outlet.truncated_after is not None and now >= outlet.truncated_after:
        return body[: body.rfind(b"</item>") - 9]
    return body


def _item(outlet: PressOutlet, section: str | None, article: Article, now: datetime, base: str) -> str:
    link = _link(outlet, article, base)
    shown = f"{link}&utm_source=rss&utm_content={section or 'all'}" if outlet.tracking else link
    guid = {
        Guids.LINK: f'<guid isPermaLink="true">{escape(shown)}</guid>',
        Guids.NUMBER: f'<guid isPermaLink="false">{1000 + article.number}</guid>',
        Guids.NONE: "",
    }[outlet.guids]
    text = "" if outlet.titles_only else f"<description><![CDATA[{article.text}]]></description>"
    author = f"<author>{escape(article.byline)}</author>" if article.byline else ""
    return (
        f"<item><title><![CDATA[{article.title_at(now)}]]></title><link>{escape(shown)}</link>{guid}"
        f"<pubDate>{_date(article.at, outlet.dates)}</pubDate><category>{escape(article.section)}</category>"
        f"{author}{text}</item>"
    )


def _link(outlet: PressOutlet, article: Article, base: str) -> str:
    if outlet.titles_only:
        return f"{base}/n/{article.number}"
    return f"https://{outlet.host}/news/articleView.html?idxno={100_000 + article.number}"


def _date(at: datetime, style: Dates) -> str:
    local = at.astimezone(KST)
    match style:
        case Dates.RFC:
            return format_datetime(local)
        case Dates.NO_ZONE:
            return local.strftime("%Y-%m-%d %H:%M:%S")
        case Dates.DOTTED:
            return local.strftime("%Y.%m.%d %H:%M")
        case Dates.TIGHT:
            return format_datetime(local).replace(", ", ",")
        case Dates.ISO:
            return local.isoformat()


def print_page(article: Article, now: datetime) -> bytes:
    """The article's page, with everything that a portal puts around it."""
    paragraphs = "\n".join(f"<p>{escape(part.strip())}</p>" for part in article.text.split("//"))
    return _PAGE.format(title=escape(article.title_at(now)), at=article.at.isoformat(), paragraphs=paragraphs).encode()
