"""Where Korean outlets' pages keep the article: CSS selectors as data, each with its evidence.

A layout with hosts holds there (and on subdomains) first. Its ids and its `unique` selectors, and all selectors of a layout
without hosts, hold for every page of the Korean press: they are names that nothing but an article's body carries. This module
must not look at a page.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one publishing system marks an article's body, and what inside it is not the article."""

    name: str
    evidence: str
    body: tuple[str, ...]  # the first selector that finds text wins
    hosts: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()  # of `body`: names that nobody else uses, so that they count on any host, as ids do
    drop: tuple[str, ...] = ()  # inside the body
    portal: bool = False  # a copy: the outlet's own page is linked from it
    origin: tuple[str, ...] = ()  # the link to the outlet's own page


# Evidence: "scrapers 2023-26" means that several independent public scrapers of that year range use the selector.
LAYOUTS = (
    Layout(
        name="naver",
        hosts=("news.naver.com", "entertain.naver.com", "sports.naver.com", "sports.news.naver.com", "naver.me"),
        body=(
            "#dic_area",
            "#newsct_article",
            "#articeBody",
            "#newsEndContents",
            "#comp_news_article ._article_content",
            "._article_content",
            "#articleBodyContents",
        ),
        drop=(".img_desc", ".end_photo_org", ".vod_area", ".media_end_head", ".byline", ".copyright", ".link_news"),
        portal=True,
        origin=("a.media_end_head_origin_link", "a.link_origin_article", "a.btn_news_origin"),
        evidence="scrapers 2020-26: #articleBodyContents until 2022, then #dic_area inside #newsct_article; sport and "
        "entertainment pages differ",
    ),
    Layout(
        name="naver finance",
        hosts=("finance.naver.com",),
        body=("#news_read", ".scr01"),
        drop=(".link_news", "ul", "h3"),
        portal=True,
        evidence="scrapers 2019-25; related headlines stand inside the body as .link_news",
    ),
    Layout(
        name="daum",
        hosts=("v.daum.net", "news.v.daum.net", "news.daum.net"),
        body=("div.article_view[data-translation-body]", "#harmonyContainer", ".article_view", ".news_view"),
        unique=("div.article_view[data-translation-body]",),
        drop=(".txt_caption", ".figure_frm", ".link_figure", ".txt_newsview", ".summary_view"),
        portal=True,
        origin=("a.link_cp", "a.link_origin", ".info_cp a"),
        evidence="scrapers 2019-26; a layer .set_view holds the sample text of the font-size control",
    ),
    Layout(
        name="nate",
        hosts=("news.nate.com", "m.news.nate.com"),
        body=("#realArtcContents", "#RealArtcContents", "#articleContetns"),
        drop=(".enlarge", ".sub_tit_area", "script"),
        portal=True,
        origin=("a.articleOriginal", "a.medium_link", ".articleInfo a.link"),
        evidence="scrapers 2017-26 (the third name is misspelt on the site)",
    ),
    Layout(
        name="zum",
        hosts=("news.zum.com",),
        body=("#article_body", "div.article_body"),
        portal=True,
        origin=("a.origin_article", "a.btn_origin"),
        evidence="scrapers 2018-23",
    ),
    Layout(
        name="ndsoft",
        body=("#article-view-content-div",),
        drop=(
            ".article-copyright",
            ".view-copyright",
            ".view-editors",
            ".editors",
            ".article-relation",
            ".relation",
            ".ad-template",
            ".article-bottom",
            ".clearfix.tag",
            ".icon-related",
            "figure",
            ".photo-layout",
            ".writer",
        ),
        evidence="one system of several hundred outlets (articleView.html?idxno=), scrapers 2019-26",
    ),
    Layout(
        name="yna",
        hosts=("yna.co.kr", "yonhapnewstv.co.kr"),
        body=("article.story-news", ".story-news.article", "#articleWrap .article", ".article-txt"),
        unique=("article.story-news", ".story-news.article"),
        drop=(".comp-box", ".txt-copyright", ".writer-zone01", ".tit-sub", ".related-zone", ".aside-box"),
        evidence="scrapers 2020-26",
    ),
    Layout(
        name="newsis",
        hosts=("newsis.com",),
        body=("article .viewer", "div.viewer", "#articleBody"),
        drop=(".summury", ".thumCont", ".article_photo", ".reporter", ".summary_view"),
        evidence="scrapers 2021-26",
    ),
    Layout(
        name="news1",
        hosts=("news1.kr",),
        body=("#articles_detail", "#articleBodyContent", "#article_body_content"),
        evidence="scrapers 2019-25",
    ),
    Layout(
        name="chosun",
        hosts=("chosun.com",),
        unique=("section.article-body",),
        body=("section.article-body", "#news_body_id", ".news_body .par"),
        evidence="scrapers 2019-26; the page is drawn by script, its text is in Fusion.globalContent",
    ),
    Layout(
        name="joongang",
        hosts=("joongang.co.kr", "joins.com"),
        body=("#article_body", ".article_body"),
        drop=(".ab_sub_heading_none", ".ab_related_article", ".ab_jour", ".tag_vod", ".ab_photo"),
        evidence="scrapers 2017-26",
    ),
    Layout(
        name="donga",
        hosts=("donga.com",),
        body=("section.news_view", ".article_txt", "#article_txt", ".view_body"),
        drop=(".sec_head", ".trend_m", ".news_list", ".view_ad06", ".articlePhotoC", ".sub_cont", ".txt_ban"),
        evidence="scrapers 2019-26; a most-read list stands inside section.news_view",
    ),
    Layout(
        name="hani",
        hosts=("hani.co.kr",),
        body=(".article-text", "#a-left-scroll-in .text", "#contents-text"),
        drop=(".ArticleDetailContent_adWrap", ".image-area", ".description"),
        evidence="scrapers 2019-26 (newer pages hash their class names)",
    ),
    Layout(
        name="khan",
        hosts=("khan.co.kr",),
        body=("#articleBody", ".art_body", ".art_cont"),
        drop=(".art_photo", ".editor-subtitle-copy", ".relation", ".caption"),
        evidence="scrapers 2018-26; paragraphs are p.content_text",
    ),
    Layout(
        name="kmib",
        hosts=("kmib.co.kr", "kukinews.com"),
        body=("#articleBody", ".NwsCon", "#article"),
        evidence="scrapers 2015-25",
    ),
    Layout(
        name="seoul",
        hosts=("seoul.co.kr",),
        body=("#articleContent .viewContent", ".viewContent", "#atic_txt1"),
        drop=(".v_photo", ".stit", ".expendImageWrap"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="segye",
        hosts=("segye.com", "sportsworldi.com"),
        body=("#article_txt", "article.viewBox2", ".news_text"),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="hankook",
        hosts=("hankookilbo.com",),
        body=(".col-main[itemprop=articleBody]", ".col-main", ".article-story"),
        drop=(".editor-img-box", ".writer", ".related-news", ".subscribe"),
        evidence="scrapers 2020-26",
    ),
    Layout(
        name="munhwa",
        hosts=("munhwa.com",),
        body=("#News_content", "#NewsAdContent", ".article-body"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="mk",
        hosts=("mk.co.kr", "mbn.co.kr"),
        body=(".news_cnt_detail_wrap", "#article_body", "#newsViewArea", ".art_txt"),
        unique=(".news_cnt_detail_wrap",),
        drop=(".midtitle_text_none", ".thumb_area", ".relation_news", ".mid_ad"),
        evidence="scrapers 2018-26",
    ),
    Layout(
        name="hankyung",
        hosts=("hankyung.com",),
        body=("#articletxt", "#newsView", "#magazineView"),
        drop=(".figure-caption", ".subtitle_none", ".articleImg"),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="sedaily",
        hosts=("sedaily.com",),
        body=(".article_view", "#v-left-scroll-in", ".view_con"),
        drop=(".art_photo", ".article_copy", ".sub_ad_banner", ".art_rel"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="herald",
        hosts=("heraldcorp.com", "koreaherald.com"),
        body=("#articleText", "#article_text", ".article_view"),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="asiae",
        hosts=("asiae.co.kr",),
        body=("#txt_area", ".view_txt"),
        drop=(".article_head", ".add_txt", ".box_gallery"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="etoday",
        hosts=("etoday.co.kr",),
        body=(".articleView", "#article_body", "#CmAdContent"),
        drop=(".img_box_C", ".relation_newslist", ".reporter_copy_wrap", ".recommend_btn"),
        evidence="scrapers 2015-25",
    ),
    Layout(
        name="mt",
        hosts=("mt.co.kr",),
        body=("#textBody", ".view_text"),
        drop=(".mobile_hot", ".article_photo", ".mid_ad"),
        evidence="scrapers 2019-26; a list headed 독자들의 PICK! stands inside the body",
    ),
    Layout(
        name="fnnews",
        hosts=("fnnews.com",),
        body=("#article_content", "#contTxt"),
        drop=(".art_img", ".relation_box"),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="edaily",
        hosts=("edaily.co.kr",),
        body=(".news_body",),
        drop=(".gg_textshow", ".relation", ".end_info"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="ajunews",
        hosts=("ajunews.com", "newspim.com", "inews24.com", "etnews.com", "zdnet.co.kr", "osen.co.kr", "dailian.co.kr"),
        body=("#articleBody", "#news-contents", "[id^=content-]", "div.article", ".article_txt"),
        evidence="scrapers 2019-26",
    ),
    Layout(
        name="nocut",
        hosts=("nocutnews.co.kr",),
        body=("#pnlContent",),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="ohmynews",
        hosts=("ohmynews.com",),
        body=(".at_contents", ".article_view .text"),
        evidence="scrapers 2019-24",
    ),
    Layout(
        name="pressian",
        hosts=("pressian.com",),
        body=(".article_body",),
        evidence="scrapers 2021-26",
    ),
    Layout(
        name="broadcasters",
        hosts=("sbs.co.kr", "kbs.co.kr", "imbc.com", "ytn.co.kr", "jtbc.co.kr", "tvchosun.com", "obsnews.co.kr"),
        body=(
            ".text_area",
            "#cont_newstext",
            ".detail-body",
            ".news_txt",
            "#CmAdContent",
            ".article_paragraph",
            "#articlebody .article_content",
            ".article_content",
            ".main_text",
            ".text-box",
        ),
        evidence="scrapers 2015-26, one or two selectors a station",
    ),
    Layout(
        name="regional dailies",
        hosts=(
            "busan.com",
            "kookje.co.kr",
            "imaeil.com",
            "kyeonggi.com",
            "kyeongin.com",
            "kwangju.co.kr",
            "yeongnam.com",
        ),
        body=(
            ".article_content",
            ".news_article",
            "#news_textArea",
            "#articlebody",
            ".article_cont_wrap",
            "#article-body",
            ".article-news-box",
        ),
        evidence="scrapers 2015-26",
    ),
    Layout(
        name="wordpress",
        body=(".entry-content",),
        drop=(".sharedaddy", ".jp-relatedposts", ".post-tags", ".wp-block-buttons"),
        evidence="the class of every WordPress theme's article text",
    ),
    Layout(
        name="cms without name",
        body=(
            "#CmAdContent",
            "#CLtag",
            "#GS_Content",
            "#news_body_area",
            "#news_bodyArea",
            "#news_body_id",
            "#articleBody",
            "#articlebody",
            "#article_body",
            "#articleText",
            "#article_content",
            "#articleContent",
            "#viewConts",
            "#newsContents",
            "#news-contents",
        ),
        evidence="ids shared by the systems of many small outlets, scrapers 2015-26",
    ),
    Layout(
        name="schema.org",
        body=("[itemprop=articleBody]",),
        evidence="https://schema.org/articleBody",
    ),
)
