"""Addresses: a safe link out of anything, and one key for every way an article's address is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.urls import canonical_url, untracked_link, web_link

SAME_ARTICLE = {
    "naver": (
        "https://n.news.naver.com/article/001/0012345678",
        "https://n.news.naver.com/mnews/article/001/0012345678?sid=101",
        "https://n.news.naver.com/mnews/hotissue/article/001/0012345678?cid=1",
        "https://n.news.naver.com/article/comment/001/0012345678",
        "https://n.news.naver.com/mnews/ranking/article/001/0012345678?ntype=RANKING",
        "https://news.naver.com/main/read.naver?mode=LSD&mid=sec&sid1=105&oid=001&aid=0012345678",
        "https://news.naver.com/main/read.nhn?oid=001&aid=0012345678",
        "http://m.news.naver.com/read.nhn?aid=0012345678&oid=001",
        "https://m.sports.naver.com/kbaseball/article/001/0012345678",
        "https://sports.news.naver.com/news.nhn?oid=001&aid=0012345678",
        "https://entertain.naver.com/read?oid=001&aid=0012345678",
        "https://m.entertain.naver.com/article/001/0012345678",
    ),
    "daum": (
        "https://v.daum.net/v/20220723150405123",
        "http://v.daum.net/v/20220723150405123?f=o",
        "https://news.v.daum.net/v/20220723150405123",
        "https://entertain.v.daum.net/v/20220723150405123",
        "https://media.daum.net/v/20220723150405123",
        "https://media.daum.net/breakingnews/newsview?newsid=20220723150405123",
        "https://m.media.daum.net/m/media/society/newsview/20220723150405123",
    ),
    "nate": ("https://news.nate.com/view/20220723n01234?mid=n0100", "https://m.news.nate.com/view/20220723n01234"),
    "zum": ("https://news.zum.com/articles/77003456?cm=newsbox", "https://m.news.zum.com/articles/77003456"),
    "yna": (
        "https://www.yna.co.kr/view/AKR20220723001500001?section=politics/all",
        "http://yna.co.kr/view/AKR20220723001500001",
        "https://m.yna.co.kr/view/AKR20220723001500001?input=rss",
        "https://www.yna.co.kr/amp/view/AKR20220723001500001",
    ),
    "mt": (
        "https://www.mt.co.kr/tech/2025/07/23/2025072315273578901",
        "https://www.mt.co.kr/economy/2025/07/24/2025072315273578901",
        "https://news.mt.co.kr/mtview.php?no=2025072315273578901&type=1",
        "https://m.mt.co.kr/renew/view.html?no=2025072315273578901",
    ),
    "chosun": (
        "https://www.chosun.com/economy/mint/2022/07/23/XL25Y2GCEBAUNPH6RMKPHTSISQ/",
        "https://www.chosun.com/politics/2022/07/23/XL25Y2GCEBAUNPH6RMKPHTSISQ/?utm_source=naver&utm_medium=referral",
    ),
    "donga": (
        "https://www.donga.com/news/Politics/article/all/20220723/114617400/2",
        "https://www.donga.com/news/article/all/20220723/114617400/1?ref=main",
    ),
    "joongang": (
        "https://news.joins.com/article/24232833?cloc=rss-news-total_list",
        "https://news.joins.com/article/24232833?cloc=rss-news-star",
        "https://www.joongang.co.kr/article/24232833",
        "https://www.joongang.co.kr/amparticle/24232833",
    ),
    "khan": (
        "https://www.khan.co.kr/opinion/column/article/202207220300005/?utm_campaign=rss_btn_click&utm_content=total_news",
        "https://www.khan.co.kr/opinion/column/article/202207220300005?utm_content=opinion_news",
        "https://m.khan.co.kr/view.html?art_id=202207220300005",
        "http://news.khan.co.kr/kh_news/khan_art_view.html?artid=202207220300005&code=990000",
    ),
    "hani": (
        "http://www.hani.co.kr/arti///1052073.html",
        "https://www.hani.co.kr/arti/economy/economy_general/1052073.html?_fr=mt2",
    ),
    "hankooki": (
        "http://daily.hankooki.comhttp://daily.hankooki.com/news/articleView.html?idxno=851414",
        "http://daily.hankooki.com/news/articleView.html?idxno=851414",
        "http://daily.hankooki.com/news/articleViewAmp.html?idxno=851414",
    ),
    "pressian": (
        "https://www.pressian.com/pages/articles/2022072407310118463&ref=rss",
        "https://www.pressian.com/pages/articles/2022072407310118463&amp;ref=rss",
        "https://www.pressian.com/pages/articles/2022072407310118463?no=2022072407310118463&ref=kko",
    ),
    "kmib": (
        "https://news.kmib.co.kr/article/view.asp?arcid=0017304218&code=61121211&sid1=soc",
        "http://news.kmib.co.kr/article/view.asp?arcid=0017304218",
    ),
    "newsis": (
        "http://www.newsis.com/view?id=NISX20220723_0001953603",
        "https://newsis.com/view/?id=NISX20220723_0001953603&cID=10301&pID=10300",
        "https://mobile.newsis.com/view.html?ar_id=NISX20220723_0001953603",
    ),
    "segye": ("https://www.segye.com/newsView/20220723503560?OutUrl=naver", "http://m.segye.com/view/20220723503560"),
    "sbs": (
        "https://news.sbs.co.kr/news/endPage.do?news_id=N1006836123&plink=RSSLINK&cooper=RSSREADER",
        "https://news.sbs.co.kr/news/endPage.do?news_id=N1006836123",
    ),
    "kbs": (
        "https://news.kbs.co.kr/news/view.do?ncd=5516122&ref=A",
        "https://news.kbs.co.kr/news/mobile/view/view.do?ncd=5516122",
    ),
    "ohmynews": (
        "http://www.ohmynews.com/NWS_Web/View/at_pg.aspx?CNTN_CD=A0002852345&CMPT_CD=RSS",
        "http://www.ohmynews.com/NWS_Web/view/at_pg.aspx?cntn_cd=A0002852345",
    ),
    "google-news": (
        "https://news.google.com/rss/articles/CBMiWkFVX3lxTE1example?oc=5",
        "https://news.google.com/articles/CBMiWkFVX3lxTE1example?hl=ko&gl=KR&ceid=KR:ko",
    ),
    "amp-cache": (
        "https://www-example-kr.cdn.ampproject.org/c/s/www.example.kr/news/100001",
        "https://www.google.com/amp/s/www.example.kr/news/100001",
        "https://amp.example.kr/news/100001/amp/",
        "http://www.example.kr/news/100001?outputType=amp",
        "https://m.example.kr/news//100001/#comments",
    ),
    "wrapped": (
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.example.kr%2Fnews%2F100001&usg=x",
        "https://www.example.kr/news/100001",
    ),
    "cms-uid": (
        "http://www.ildaro.com/sub_read.html?uid=9398&section=sc1",
        "https://ildaro.com/sub_read.html?section=sc1&uid=9398",
    ),
    "encoding": ("https://www.example.kr/%eb%89%b4%ec%8a%a4/%7e1", "https://www.example.kr/뉴스/~1"),
}


@pytest.mark.parametrize("name", SAME_ARTICLE)
def test_every_form_of_an_articles_address_gives_one_key(name: str) -> None:
    assert len({canonical_url(url) for url in SAME_ARTICLE[name]}) == 1


def test_different_articles_never_share_a_key() -> None:
    keys = [canonical_url(urls[0]) for urls in SAME_ARTICLE.values()]
    keys.pop(list(SAME_ARTICLE).index("amp-cache"))  # the same made-up article as "wrapped"
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.ildaro.com/sub_read.html?uid=9398", "http://www.ildaro.com/sub_read.html?uid=9399"),
        ("http://a.kr/view.php?gallery_no=1", "http://a.kr/view.php?gallery_no=2"),
        ("http://a.kr/news?cid=77", "http://a.kr/news?cid=78"),
        ("http://a.kr/news?source_id=77", "http://a.kr/news?source_id=78"),
        ("http://a.kr/news?no=1&p=1", "http://a.kr/news?no=2&p=1"),
        ("http://a.kr/articleView.html?idxno=1", "http://a.kr/articleView.html?idxno=11"),
        ("http://a.kr/articleView.html?idxno=1", "http://b.kr/articleView.html?idxno=1"),
        ("https://n.news.naver.com/article/001/0012345678", "https://n.news.naver.com/article/015/0012345678"),
        ("https://www.hankyung.com/article/2022072312345", "https://www.hankyung.com/article/202207231234i"),
        ("http://a.kr/#!/article/1", "http://a.kr/#!/article/2"),
    ],
)
def test_what_may_be_an_id_stays(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.kr/x?utm_source=1",
        "http://a.kr/x?fbclid=IwAR0abc123",
        "http://a.kr/x?ref=rss",
        "http://a.kr/x/?cloc=rss-1",
    ],
)
def test_tracking_goes(url: str) -> None:
    assert canonical_url(url) == "https://a.kr/x"


@pytest.mark.parametrize(
    ("written", "link"),
    [
        (" https://www.example.kr/a\n b ", "https://www.example.kr/ab"),
        ("HTTP://Example.KR", "http://example.kr/"),
        ("http:/www.example.kr/a", "http://www.example.kr/a"),
        ("https://user:pw@example.kr/a", "https://example.kr/a"),
        ("https://example.kr/a\u202e\u200bb", "https://example.kr/ab"),
        ("https://example.kr:8443/a", "https://example.kr:8443/a"),
        ("https://example.kr:443/a", "https://example.kr/a"),
        ("https://example.kr/?a=1&amp;amp;copy=2", "https://example.kr/?a=1&copy=2"),
        ("javascript:alert(1)", None),
        ("ftp://example.kr/a", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://exa mple", "https://example/"),
        ("https://[::1", None),
        ("https://example.kr:99999/a", None),
        ("https://" + "a" * 5000, None),
        ("", None),
        ("no address", None),
    ],
)
def test_a_link_is_safe_or_none(written: str, link: str | None) -> None:
    assert web_link(written) == link


addresses = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["http://", "https://", "HTTPS:/", "//", "http://a.kr", "http://m.www.amp.b.kr/"]),
        st.text(alphabet="abm.wp-한:@[]%", max_size=20),
        st.text(alphabet="/.%2e한a1&=;amp", max_size=30),
        st.sampled_from(
            ["", "?", "?a=1&utm_x=2", "?u=https://c.kr/d", "?oid=001&aid=0012345678", "/amp", "/amp/", "?amp=1"]
        ),
        st.text(alphabet="#!/&?=%ab1", max_size=12),
    ),
)


@given(addresses)
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(addresses, st.none() | st.just("https://www.example.kr/rss/all.xml"))
def test_a_link_is_always_safe_and_stable(url: str, base: str | None) -> None:
    link = web_link(url, base)
    if link is not None:
        assert link.startswith(("http://", "https://"))
        assert link.isascii()
        assert not set(link) & set(' \t\n"<>\\^`{|}')
        assert web_link(link) == link


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://news.example/a?utm_source=rss&idxno=7&utm_campaign=x", "https://news.example/a?idxno=7"),
        ("http://www.khan.co.kr/view/1?utm_source=khan_rss", "http://www.khan.co.kr/view/1"),
        ("https://m.news.example/a?b=2&a=1#part", "https://m.news.example/a?b=2&a=1#part"),
        ("https://news.example/", "https://news.example/"),
    ],
)
def test_a_link_to_visit_loses_its_tracking_and_nothing_else(link: str, expected: str) -> None:
    assert untracked_link(link) == expected


@given(st.text(max_size=60))
def test_untracking_twice_is_untracking_once(tail: str) -> None:
    link = web_link(f"https://news.example/a?{tail}")
    if link is not None:
        assert untracked_link(untracked_link(link)) == untracked_link(link)
