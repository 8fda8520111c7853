"""Page makers in the manner of Korean publishing systems: the same story, wrapped as each of them wraps it.

The chrome is full of names that watchlists look for (네이버, 카카오, 삼성전자, KT): none may be read as the article.
"""

# ruff: noqa: E501  # these lines are data: broken up, the pages could not be read

from collections.abc import Callable
from html import escape
from itertools import cycle

from tests.articles.gold_articles import Story

HEADLINES = (
    "네이버, 동남아 소버린 AI 시장 두드린다",
    "카카오 ‘단골’ 개편에 소상공인 술렁",
    "삼성전자 노사, 임금 협상 잠정 합의",
    "KT 새 대표 후보 3명 압축",
    "“공주 포기해도 좋아”…무속인과 결혼",
    "한강서 발견된 가방의 정체…경찰 수사",
    "18세 고교생, 토트넘 입단 합의",
    "임영웅, 식을 줄 모르는 인기…165만 넘었다",
    "강남 아파트 또 신고가…한 달 새 2억 뛰었다",
    "[단독] 현대차 노조위원장 전격 사퇴했다",
)
_pool = cycle(HEADLINES)


def headlines(count: int) -> list[str]:
    return [next(_pool) for _ in range(count)]


def links(count: int, tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/news/{n}">{escape(text)}</a></{tag}>' for n, text in enumerate(headlines(count)))


def caption(part: str) -> str:
    return escape(part.removeprefix("!! "))


def paragraphs(story: Story, *, attributes: str = "", heading: str = "<h4>{}</h4>") -> str:
    """One element a part: paragraphs, subheadings, pictures, tables."""
    out: list[str] = []
    for part in story.parts:
        if part.startswith("!! "):
            out.append(
                f'<figure><img src="/p.jpg" alt="{caption(part)}"><figcaption>{caption(part)}</figcaption></figure>'
            )
        elif part.startswith("## "):
            out.append(heading.format(escape(part[3:])))
        elif part.startswith("|| "):
            cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in part[3:].split("|"))
            out.append(f"<table><tbody><tr>{cells}</tr></tbody></table>")
        else:
            out.append(f"<p{attributes}>{escape(part)}</p>")
    return "\n".join(out).replace("</tbody></table>\n<table><tbody>", "")


def broken(story: Story, *, mark: str = "▲ ") -> str:
    """Parts divided by <br><br>, pictures in tables, as older editors write."""
    out: list[str] = []
    for part in story.parts:
        if part.startswith("!! "):
            out.append(
                '<table align="center" class="photo"><tr><td><img src="/p.jpg"></td></tr>'
                f'<tr><td class="caption">{mark}{caption(part)}</td></tr></table>'
            )
        elif part.startswith("## "):
            out.append(f"<strong>{escape(part[3:])}</strong><br><br>")
        elif part.startswith("|| "):
            out.append(escape(part[3:].replace("|", " ")) + "<br>")
        else:
            out.append(escape(part) + "<br><br>")
    return "\n".join(out)


def head(story: Story, site: str, *, meta: bool = True, extra: str = "", charset: str = "utf-8") -> str:
    stamp = story.time.replace(" ", "T") + ":00+09:00"
    facts = (
        f'<meta property="og:title" content="{escape(story.headline)}"><meta property="og:site_name" content="{site}">'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{stamp}">'
        f'<meta property="article:section" content="{story.section}">'
        if meta
        else ""
    )
    return (
        f'<head><meta charset="{charset}"><title>{escape(story.headline)} - {site}</title>{facts}{extra}'
        "<script>var dataLayer=[{'page':'네이버 삼성전자'}];</script><style>.a{color:red}</style></head>"
    )


MENU = (
    '<div id="gnb"><ul><li><a href="/">홈</a></li><li><a href="/politics">정치</a></li><li><a href="/economy">경제</a></li>'
    '<li><a href="/it">IT·과학</a></li><li><a href="/opinion">오피니언</a></li><li><a href="https://www.naver.com">네이버 구독</a></li></ul></div>'
)
FOOT = (
    '<div id="footer"><p>매일가온 | 가온시 새길로 12 | 등록번호 가온 아00012 | 발행·편집인 홍가온 | 청소년보호책임자 이가온</p>'
    "<p>대표전화 02-000-0000 | 제보 카카오톡 @gaon | KT 빌딩 3층</p><p>Copyright © 매일가온. All rights reserved. mail to news@gaon.example</p></div>"
)
FONT = (
    '<div class="font-layer"><strong>글자크기 설정</strong><ul><li><button>가</button></li><li><button>가</button></li></ul>'
    "<div>기사의 본문 내용은 이 글자크기로 변경됩니다.</div></div>"
)


def mail(story: Story) -> str:
    return f"{story.name} 기자 gaon{len(story.name)}@gaon.example"


def ndsoft(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "가온신문")}<body>{MENU}
<section id="user-container"><header class="article-view-header"><h3 class="heading">{escape(story.headline)}</h3>
<ul class="infomation"><li><i></i> 기자명 {story.name} 기자</li><li><i></i> 입력 {story.time.replace("-", ".")}</li><li>댓글 0</li></ul></header>
{FONT}<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{paragraphs(story)}
<div class="view-copyright">저작권자 © 가온신문 무단전재 및 재배포 금지</div>
<div class="view-editors"><strong>{story.name} 기자</strong> <a href="mailto:a@gaon.example">a@gaon.example</a> <a href="#">다른기사 보기</a></div></article>
<section class="article-relation"><h4>관련기사</h4><ul>{links(4)}</ul></section><div class="reply"><h4>댓글 2</h4><p>네이버에서 보고 왔습니다. 정말 반가운 소식이네요. 응원합니다.</p></div>
<aside><h4>많이 본 기사</h4><ol>{links(5)}</ol></aside></section>{FOOT}</body></html>"""


def ndsoft_old(story: Story) -> str:
    return f"""<html>{head(story, "새내뉴스", meta=False, charset="euc-kr")}<body><table width="900"><tr><td>{MENU}</td></tr><tr><td>
<table id="ND_Warp"><tr><td class="View_Title"><strong>{escape(story.headline)}</strong></td></tr>
<tr><td class="View_Info">승인 {story.time.replace("-", ".")} &nbsp; {story.name} 기자 | a@gaon.example</td></tr>
<tr><td id="articleBody">{broken(story)}<div>{story.name} 기자</div><p>&lt;저작권자 &copy; 새내뉴스 무단전재 및 재배포금지&gt;</p></td></tr>
<tr><td><b>[관련기사]</b><br>{"<br>".join(f'<a href="/n?idxno={n}">{escape(text)}</a>' for n, text in enumerate(headlines(3)))}</td></tr></table></td></tr></table>{FOOT}</body></html>"""


def naver(story: Story) -> str:
    first = story.parts[0]
    return f"""<!doctype html><html lang="ko">{head(story, "네이버 뉴스")}<body>{MENU}<div id="ct" class="newsct"><div class="media_end_head">
<h2 id="title_area"><span>{escape(story.headline)}</span></h2><div class="media_end_head_info_datestamp"><span class="media_end_head_info_datestamp_time _ARTICLE_DATE_TIME" data-date-time="{story.time}:00">{story.time}</span>
<a class="media_end_head_origin_link" href="https://www.gaon.example/news/{story.key}">기사원문</a></div><em class="media_end_head_journalist_name">{story.name} 기자</em>
<div class="media_end_head_autosummary"><strong>요약봇</strong><p>{escape(first)}</p><p>전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.</p></div><a>글자 크기 변경하기</a></div>
<div id="newsct_article"><article id="dic_area" class="go_trans _article_content">{broken(story).replace('<table align="center" class="photo"><tr><td><img src="/p.jpg"></td></tr><tr><td class="caption">▲ ', '<span class="end_photo_org"><img src="p"><em class="img_desc">').replace("</td></tr></table>", "</em></span>")}
<br>{mail(story)}</article></div>
<div class="byline"><p class="byline_p"><span class="byline_s">{mail(story)}</span></p></div><div class="copyright"><p>Copyright ⓒ 가온일보. All rights reserved. 무단 전재 및 재배포 금지.</p></div>
<p class="c_text">이 기사는 언론사에서 {story.section} 섹션으로 분류했습니다.</p><div class="media_journalistcard"><p>네이버에서 구독하고 주요 뉴스를 받아보세요.</p></div>
<div class="as_section"><h3>가온일보 주요뉴스</h3><ul>{links(4)}</ul><p>이 기사를 추천합니다</p><ul><li>쏠쏠정보 0</li><li>흥미진진 1</li></ul></div></div></body></html>"""


def daum(story: Story) -> str:
    return f"""<!doctype html><html lang="ko">{head(story, "다음뉴스")}<body>{MENU}<div class="head_view"><h3 class="tit_view">{escape(story.headline)}</h3>
<div class="info_view"><span class="txt_info">{story.name}</span><span class="txt_info">입력 <span class="num_date">{story.time.replace("-", ". ")}</span></span></div>
<div class="util_wrap"><div class="layer_util layer_summary"><strong>요약보기</strong><p>{escape(story.parts[0])}</p><p>전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.</p></div>
<div class="set_view"><strong>글자크기 설정</strong><p>이 글자크기로 변경됩니다.</p><p>(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴스를 만나보세요. 다음뉴스는 국내외 주요이슈와 실시간 속보, 문화생활 및 다양한 분야의 뉴스를 입체적으로 전달하고 있습니다.</p></div></div></div>
<div class="news_view"><div class="article_view" data-translation-body><section dmcf-sid="1">{paragraphs(story, attributes=' dmcf-ptype="general"').replace("<figcaption>", '<figcaption class="txt_caption">')}
<p dmcf-ptype="general">{mail(story)}</p></section></div></div><div class="foot_view"><p class="txt_copyright">Copyright © 가온경제. 무단전재 및 재배포 금지.</p></div>
<div class="box_etc"><strong>가온경제 주요 뉴스</strong><ul>{links(6)}</ul></div></body></html>"""


def nate(story: Story) -> str:
    return f"""<html>{head(story, "네이트 뉴스", charset="euc-kr")}<body>{MENU}<div id="articleView"><h1 class="articleSubecjt">{escape(story.headline)}</h1>
<p class="articleInfo"><span class="firstDate">기사전송 <em>{story.time}</em></span> <a href="https://gaon.example/{story.key}" class="articleOriginal">기사원문</a></p>
<div id="articleContetns"><div id="realArtcContents">{broken(story, mark="")}<p><a href="/p">이미지 크게 보기</a></p>{mail(story)}<br>&lt;저작권자ⓒ 공감언론 가온. 무단전재-재배포 금지.&gt;</div></div>
<dl><dt>이 시각 주요뉴스</dt>{links(5, "dd")}</dl></div></body></html>"""


def yna(story: Story) -> str:
    first, *rest = story.parts
    lead = Story(
        story.key,
        story.section,
        story.headline,
        story.name,
        story.time,
        (f"(가온=연합통신) {story.name} 기자 = {first}", *rest),
    )
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "연합통신")}<body>{MENU}<header><h1 class="tit01">{escape(story.headline)}</h1><p class="update-time" data-published-time="{story.time}">송고 {story.time}</p>
<div class="writer-zone"><strong>{story.name}</strong><button>기자 구독</button></div></header><article class="story-news article"><h2 class="blind">본문</h2>
<div class="tit-sub"><h2>{escape(story.headline)}</h2></div>{paragraphs(lead)}<p>{mail(story).split()[-1]}</p><p class="txt-copyright">제보는 카카오톡 okjebo &lt;저작권자(c) 연합통신, 무단 전재-재배포, AI 학습 및 활용 금지&gt; <span class="date">{story.time} 송고</span></p>
<aside class="comp-box"><ul>{links(3)}</ul></aside></article><div class="rank"><h2>많이 본 뉴스</h2><ol>{links(5)}</ol></div></body></html>"""


def newsis(story: Story) -> str:
    first, *rest = story.parts
    lead = Story(
        story.key,
        story.section,
        story.headline,
        story.name,
        story.time,
        (f"[가온=뉴시온]{story.name} 기자 = {first}", *rest),
    )
    return f"""<!DOCTYPE html><html>{head(story, "뉴시온")}<body>{MENU}<div class="view"><h1 class="tit title_area">{escape(story.headline)}</h1><div class="infoLine"><span class="txt">등록 {story.time}</span><div class="fontSize">기사내용 요약</div></div>
<article><div class="summury">{escape(first)}</div><div class="viewer">{broken(lead, mark="[가온=뉴시온] ")}<p>◎공감언론 뉴시온 {mail(story).split()[-1]}</p></div></article>
<p class="copy">Copyright © NEWSION.COM, 무단 전재 및 재배포 금지</p><div class="related"><strong>관련기사</strong><ul>{links(3)}</ul></div></div></body></html>"""


def fusion(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "아침일보")}<body>{MENU}<main><h1 class="article-header__headline">{escape(story.headline)}</h1><div class="article-byline"><a href="/r">{story.name} 기자</a><span>입력 {story.time.replace("-", ".")}</span></div>
<section class="article-body" itemprop="articleBody">{paragraphs(story, attributes=' class="article-body__content article-body__content-text"')}</section>
<div class="article-reporter"><p>{story.name} 기자</p><p>산업부에서 반도체와 네이버를 취재합니다.</p></div><div class="story-feed"><h3>많이 본 뉴스</h3>{links(6, "div")}</div></main>{FOOT}</body></html>"""


def joongang(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "한낮일보")}<body>{MENU}<article class="article"><h1 class="headline">{escape(story.headline)}</h1><div class="datetime"><time datetime="{story.time.replace(" ", "T")}+09:00">업데이트 {story.time}</time></div>
<div id="article_body" class="article_body fs3">{paragraphs(story, attributes=' data-divno="1"')}<div class="ab_related_article"><strong>관련기사</strong><ul>{links(3)}</ul></div><p>{mail(story)}</p></div>
<div class="copyright">Copyright ⓒ 한낮일보. 무단 전재 및 재배포 금지</div></article><section class="hot"><h2>이 시각 많이 본 뉴스</h2><ul>{links(5)}</ul></section></body></html>"""


def donga(story: Story) -> str:
    body = broken(story, mark="")
    middle = body.find("<br><br>", len(body) // 2)
    trend = f'<div class="sub_cont"><section class="trend_m"><header class="sec_head"><h2>트렌드뉴스</h2></header><ul class="news_list">{links(5)}</ul></section></div>'
    return f"""<!DOCTYPE html><html>{head(story, "동쪽일보")}<body>{MENU}<section class="head_group"><h1>{escape(story.headline)}</h1><ul class="news_info"><li>입력 {story.time.replace("-", "-")}</li><li>{story.name} 기자</li></ul></section>
<section class="news_view"><h2>{escape(story.headline)}</h2>{body[:middle]}{trend}{body[middle:]}<br>{mail(story)}<div class="view_ad06">광고</div></section><div class="like_cont">좋아요 0 슬퍼요 0 화나요 0</div><div class="copyright_cont">© 동쪽일보 무단 전재, 재배포 및 AI학습 이용 금지</div></body></html>"""


def hashed(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "한울")}<body><div id="__next"><header class="Header_x1__aB3">{MENU}</header><div class="ArticleDetailView_top__Zk2"><h3 class="ArticleDetailView_title__9kRU_">{escape(story.headline)}</h3><p class="ArticleDetailView_date__X">수정 {story.time} 등록 {story.time}</p></div>
<div class="ArticleDetailView_content__q2"><div class="tts_x__1">기사를 읽어드립니다</div><div>Your browser does not support the audio element.</div><div class="article-text_x">{paragraphs(story, attributes=' class="text"')}<p class="text">{story.name} 기자 <a href="mailto:s@gaon.example">s@gaon.example</a></p></div></div>
<div class="Rank_y__2"><h4>이 시각 주요뉴스</h4><ul>{links(5)}</ul></div><div class="Sub_z__1">한울의 뉴스레터를 구독하세요</div></div>{FOOT}</body></html>"""


def pick(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "오늘머니")}<body>{MENU}<div id="article"><h1 class="subject">{escape(story.headline)}</h1><ul class="info2"><li class="name">오늘머니 {story.name} 기자</li><li class="date">{story.time.replace("-", ".")}</li></ul>
<div id="textBody" itemprop="articleBody">{broken(story, mark="")}<div class="mobile_hot"><h2>독자들의 <em>PICK!</em></h2><ul>{links(5)}</ul></div></div>
<div class="copy">&lt;저작권자 ⓒ '돈이 보이는 오늘머니', 무단전재 및 재배포 금지&gt;</div></div><table class="stock"><tr><td>코스피</td><td>2,731.90 ▼12.3 (-0.45%)</td></tr><tr><td>삼성전자</td><td>71,200 ▲300</td></tr></table></body></html>"""


def economic(story: Story) -> str:
    first, *rest = story.parts
    lead = Story(
        story.key,
        story.section,
        story.headline,
        story.name,
        story.time,
        (f"[가온데일리 {story.name} 기자] {first}", *rest),
    )
    return f"""<html>{head(story, "가온데일리", meta=False)}<body>{MENU}<div class="news_titles"><h1>{escape(story.headline)}</h1><div class="dates"><ul><li><p>등록 {story.time}</p></li><li><p>수정 {story.time}</p></li></ul></div></div>
<div class="news_body" itemprop="articleBody">{broken(lead, mark="").replace("<td class=", "<td data-c=")}</div><div class="article_tool"><a>공유하기</a> <a>글씨 크게</a></div><p>&lt;ⓒ종합 경제정보 미디어 가온데일리 - 무단전재 &amp; 재배포 금지&gt;</p>
<div class="rank"><h3>실시간 인기뉴스</h3><ol>{links(7)}</ol></div></body></html>"""


def station(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "가온방송")}<body>{MENU}<div class="w_article"><h1 id="news-title">{escape(story.headline)}</h1><div class="date_area"><span>작성 {story.time.replace("-", ".")}</span><em>조회 1,204</em></div><div class="video"><p>동영상 영역 시작</p></div>
<div class="main_text"><div class="text_area" itemprop="articleBody">{broken(story, mark="")}<p>(영상취재 : 김가온, 영상편집 : 박가온)</p></div></div><div class="copyright"><p>Copyright Ⓒ 가온방송. All rights reserved. 무단 전재, 재배포 및 AI학습 이용 금지</p></div>
<div class="jebo">▶ 가온방송 뉴스 앱 다운로드</div><div class="most"><h3>많이 본 뉴스</h3><ul>{links(5)}</ul></div></div></body></html>"""


def plain(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko">{head(story, "마을소식", meta=False)}<body><div class="top">{MENU}</div><div class="wrap"><div class="left"><h2>{escape(story.headline)}</h2><p class="sub">{story.name} 기자 | 입력 {story.time}</p>
<div class="con">{paragraphs(story)}<p>{mail(story)}</p><p>&lt;저작권자 ⓒ 마을소식, 무단 전재 및 재배포 금지&gt;</p><p>▶ 관련기사</p>{"".join(f"<p>- {escape(text)}</p>" for text in headlines(4))}</div></div>
<div class="right"><h5>인기기사</h5>{"".join(f'<p><a href="/{n}">{escape(text)}</a></p>' for n, text in enumerate(headlines(6)))}</div></div>{FOOT}</body></html>"""


def amp(story: Story) -> str:
    extra = f'<link rel="canonical" href="https://www.gaon.example/article/{story.key}">'
    return f"""<!doctype html><html ⚡ lang="ko">{head(story, "가온타임스", extra=extra)}<body><amp-sidebar>{MENU}</amp-sidebar><main><h1>{escape(story.headline)}</h1><p class="meta">{story.time} | {story.name} 기자</p>
<div class="amp-article-text">{paragraphs(story)}<p>/{mail(story)}</p></div><section><h2>추천 뉴스</h2><ul>{links(4)}</ul></section><footer><p>ⓒ 가온타임스 무단전재 및 재배포 금지</p></footer></main></body></html>"""


def printed(story: Story) -> str:
    return f"""<html>{head(story, "솔빛신문", meta=False)}<body onload="window.print()"><div id="print"><button>인쇄하기</button> <button>닫기</button><h2>{escape(story.headline)}</h2><p>{story.time} | {story.name} 기자</p><div class="print_body">{broken(story)}</div>
<p>{mail(story)}</p><p>Copyright ⓒ 솔빛신문, All rights reserved. 무단 전재 및 재배포 금지</p></div></body></html>"""


def wordpress(story: Story) -> str:
    return f"""<!DOCTYPE html><html lang="ko-KR">{head(story, "테크가온")}<body class="single-post">{MENU}<main><article class="post-1 post type-post"><header class="entry-header"><h1 class="entry-title">{escape(story.headline)}</h1><span class="posted-on"><time class="entry-date published" datetime="{story.time.replace(" ", "T")}+09:00">{story.time}</time></span><span class="byline"> <span class="author vcard"><a>{story.name}</a></span></span></header>
<div class="entry-content">{paragraphs(story, heading="<h2>{}</h2>")}<div class="sharedaddy"><h3>이 글 공유하기:</h3><ul><li>트위터</li><li>페이스북</li></ul></div><div class="jp-relatedposts"><h3>관련</h3>{links(3, "p")}</div></div></article>
<div id="comments"><h2>댓글 3개</h2><ol><li><p>삼성전자도 이렇게 했으면 좋겠네요. 오랜만에 좋은 기사를 읽었습니다.</p></li></ol></div></main><aside class="widget-area"><h2>최신 글</h2><ul>{links(5)}</ul></aside>{FOOT}</body></html>"""


def portal_plain(story: Story) -> str:
    """A portal page as scraped: nothing but lines, as in the issue's seed article."""
    rows = [
        story.headline,
        "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.",
        story.parts[0],
        "이 글자크기로 변경됩니다.",
        "(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴스를 만나보세요.",
    ]
    lines = "".join(f"<p>{escape(row)}</p>" for row in rows)
    return f"""<html>{head(story, "포털뉴스")}<body><div class="view">{lines}{paragraphs(story)}<p>{mail(story)}Copyright © 가온경제. 무단전재 및 재배포 금지.</p>
{"".join(f"<p>- {escape(text)}</p>" for text in headlines(10))}</div></body></html>"""


LAYOUTS: dict[str, tuple[Callable[[Story], str], str, str]] = {  # name: (maker, URL, encoding)
    "ndsoft": (ndsoft, "https://www.gaonnews.example/news/articleView.html?idxno=1200{n}", "utf-8"),
    "ndsoft-old": (ndsoft_old, "http://www.saenae.example/news/articleView.html?idxno=77{n}", "cp949"),
    "naver": (naver, "https://n.news.naver.com/mnews/article/900/00000012{n}", "utf-8"),
    "daum": (daum, "https://v.daum.net/v/2026030409120{n}", "utf-8"),
    "nate": (nate, "https://news.nate.com/view/20260304n0{n}", "cp949"),
    "yna": (yna, "https://www.yna.co.kr/view/AKR2026030400{n}", "utf-8"),
    "newsis": (newsis, "https://www.newsis.com/view/NISX20260304_00{n}", "utf-8"),
    "fusion": (fusion, "https://www.chosun.com/economy/2026/03/04/ABC{n}/", "utf-8"),
    "joongang": (joongang, "https://www.joongang.co.kr/article/2500{n}", "utf-8"),
    "donga": (donga, "https://www.donga.com/news/Economy/article/all/20260304/1{n}/1", "utf-8"),
    "hashed": (hashed, "https://www.hani.co.kr/arti/economy/10{n}.html", "utf-8"),
    "pick": (pick, "https://news.mt.co.kr/mtview.php?no=20260304{n}", "utf-8"),
    "economic": (economic, "https://www.gaondaily.example/news/read?newsId=0{n}", "utf-8"),
    "station": (station, "https://news.sbs.co.kr/news/endPage.do?news_id=N10{n}", "utf-8"),
    "plain": (plain, "https://maeul.example/view.php?no={n}", "utf-8"),
    "amp": (amp, "https://www.gaon.example/amp/article/{n}", "utf-8"),
    "print": (printed, "http://www.solbit.example/news/articlePrint.html?no={n}", "utf-8"),
    "wordpress": (wordpress, "https://techgaon.example/2026/03/{n}/", "utf-8"),
    "portal-plain": (portal_plain, "https://portal.example/v/{n}", "utf-8"),
}
