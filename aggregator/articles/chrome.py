"""What Korean pages print around an article, as data: sentences, lines, list headers, copyright and class names.

Everything here was seen on pages or in public scrapers' clean-up lists. This module must not decide: cleanup.py does.
"""

import re

# Whole sentences of portals and systems. A line that is one of them, or a piece of one cut anywhere, is not the article.
SENTENCES = (
    "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.",
    "기사 제목과 주요 문장을 기반으로 자동요약한 결과입니다.",
    "자동 추출 기술로 요약된 내용입니다. 요약 기술의 특성상 본문의 주요 내용이 제외될 수 있어, "
    "전체 맥락을 이해하기 위해서는 기사 본문 전체보기를 권장합니다.",
    "기사의 본문 내용은 이 글자크기로 변경됩니다.",
    "본문의 내용은 이 글자크기로 변경됩니다.",
    "(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴스를 만나보세요. 다음뉴스는 국내외 주요이슈와 "
    "실시간 속보, 문화생활 및 다양한 분야의 뉴스를 입체적으로 전달하고 있습니다.",
    "음성으로 듣기 음성재생 설정 글자크기 설정 인쇄하기 공유하기",
    "음성재생 설정 남성 여성 느림 보통 빠름",
    "번역 설정 번역 beta Translated by kaka i",
    "글자크기 설정 파란원을 좌우로 움직이시면 글자크기가 변경 됩니다.",
    "매우 작은 폰트 작은 폰트 보통 폰트 큰 폰트 매우 큰 폰트",
    "이 기사를 공유합니다",
    "이 기사의 댓글 정책을 결정합니다.",
    "이 기사는 언론사에서 섹션으로 분류했습니다.",
    "기사 섹션 분류 안내 기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다. "
    "언론사는 개별 기사를 2개 이상 섹션으로 중복 분류할 수 있습니다.",
    "해당 언론사에서 선정하며 언론사 페이지(아웃링크)로 이동해 볼 수 있습니다.",
    "해당 기사는 언론사에서 제공한 것으로 저작권은 해당 언론사에 있습니다.",
    "네이버에서 구독하고 주요 뉴스를 받아보세요.",
    "네이버 메인에서 바로 보는 언론사 편집 뉴스 지금 바로 구독해보세요!",
    "제보는 카카오톡 검색창에 입력하고 채널 추가",
    "당신의 제보가 뉴스가 됩니다.",
    "기사를 읽어드립니다.",
    "Your browser does not support the audio element.",
    "본 기사는 인공지능(AI) 번역 시스템을 통해 번역되었습니다.",
    "본문 요약봇이 제공하는 요약입니다.",
    "이 콘텐츠의 저작권은 저작권자 또는 제공처에 있으며, 이를 무단 이용하는 경우 저작권법 등에 따라 법적 책임을 질 수 있습니다.",
    "영상 편집이 완료된 후 다시 시청할 수 있습니다.",
    "자세한 내용은 뉴스 본문에서 확인할 수 있습니다.",
    "댓글을 입력해 주세요. 로그인 후 댓글을 작성할 수 있습니다.",
    "비속어, 욕설, 인신공격 등의 댓글은 관리자에 의해 삭제될 수 있습니다.",
    "기사의 사실과 다른 내용이 있으면 정정보도를 요청하실 수 있습니다.",
    "좋아요 훈훈해요 슬퍼요 화나요 후속기사 원해요",
    "쏠쏠정보 흥미진진 공감백배 분석탁월 후속강추",
)

_CONTROL = (
    r"본문(?:\s?(?:시작|끝|영역))?|동영상\s?영역\s?(?:시작|끝)|기사\s?(?:듣기|저장|공유|스크랩|인쇄|원문|제보|보내기|추천)(?:하기)?|본문\s?(?:듣기|인쇄|바로가기|보기)|뉴스\s?듣기|오디오\s?듣기|"
    r"글자\s?크기(?:\s?(?:조절|변경|설정|확대|축소|크게|작게))?|글씨\s?(?:크기|키우기|줄이기)|폰트\s?크기|가(?:\s?가)++|"
    r"크게\s?보기|작게\s?보기|이미지\s?크게\s?보기|사진\s?크게\s?보기|이미지\s?확대|확대\s?보기|"
    r"공유(?:하기)?|스크랩(?:하기)?|프린트|인쇄(?:하기)?|댓글(?:\s?(?:보기|달기|쓰기))?(?:\s?\(?\d+\)?)?|좋아요(?:\s?\d+)?|"
    r"페이스북|트위터|카카오(?:톡|스토리)?|네이버\s?(?:밴드|블로그|채널\s?구독)|밴드|텔레그램|라인|URL\s?복사|주소\s?복사|링크\s?복사(?:하기)?|"
    r"목록(?:으로)?|이전\s?기사(?:\s?보기)?|다음\s?기사(?:\s?보기)?|맨\s?위로|위로|닫기|열기|더\s?보기|펼치기|접기|"
    r"구독(?:하기|중)?(?:\s?\d[\d,]*)?|기자\s?구독|언론사\s?구독|팔로우|채널\s?추가|메일\s?보내기|이메일(?:\s?보내기)?|다른\s?기사\s?보기|기자\s?페이지|"
    r"재생|정지|음소거|전체\s?화면|다시\s?듣기|요약\s?보기|자동\s?요약|번역(?:\s?beta)?|ADVERTISEMENT|광고|AD|advertisement|Advertisement|"
    r"이\s?기사를\s?공유합니다|SNS\s?(?:공유|기사보내기)|바로가기|복사하기|제보하기|추천\s?\d*|비추천\s?\d*|싫어요\s?\d*|응원\s?\d*|"
    r"(?:쏠쏠정보|흥미진진|공감백배|분석탁월|후속강추|훈훈해요|슬퍼요|화나요|후속기사\s?원해요)\s?\d*"
)
CONTROL_LINE = re.compile(
    rf"^[\s·|/,\[\]()<>+▶▲▼☞]*+(?>(?:{_CONTROL})[\s·|/,\[\]()<>+▶▲▼☞]*)++$"
)  # possessive: no blow-up

STAMP_LINE = re.compile(
    r"^(?:(?:기사\s?)?(?:입력|수정|등록|승인|최초\s?입력|최종\s?수정|업데이트|발행|작성|게재|송고|지면)\s?(?:일시|일|시간|시각)?\s*[:：]?\s*"
    r"\d{2,4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}[일.]?[^가-힣]*(?:오전|오후)?[\s\d:.|/]*)+(?:지면.{0,12})?$"
)

# Lines that only advertise, ask for tips or subscriptions. Each must fill the line.
_MARK = r"[▶▷☞★■□◆◇※⏩👉\s\[【<(]"
NOTICE_LINE = re.compile(
    r"^(?:"
    rf"{_MARK}*(?:기사\s?제보|뉴스\s?제보|카카오톡\s?제보|제보하기|제보는|제보\s?[:：]).{{0,60}}|"
    rf"{_MARK}*.{{0,40}}(?:구독(?:하기|하세요|하러\s?가기|\s?신청)|채널\s?추가|팔로우(?:하기)?|바로\s?가기|클릭(?:하세요)?|앱\s?다운로드|"
    r"뉴스레터\s?(?:구독|신청))[\s\])】>!▶☞]{0,4}|"
    r"[▶▷☞👉]\s?.{0,60}(?:기사|뉴스|영상|보기|채널|제보|구독|랭킹|다운|클릭|홈페이지|앱|속보|신청|포토).{0,20}|"
    r"(?:\[|【|<)?\s?(?:관련\s?기사|주요\s?기사|추천\s?기사|기자\s?프로필)\s?(?:\]|】|>)?|"
    r".{0,20}(?:네이버|카카오|유튜브|구글|다음)\s?(?:뉴스|TV|채널|톡)?(?:에서|에)?\s?.{0,20}(?:구독하[기세고]|친구\s?추가|검색하세요|만나보세요).{0,20}|"
    r"(?:이\s)?(?:기사|뉴스|글)(?:가|는|이)\s?.{0,10}(?:도움이\s?되|마음에\s?드|좋았|유익).{0,20}|"
    r"(?:본|이)\s?(?:기사|콘텐츠)는\s.{0,60}(?:자동\s?생성|로봇|AI\s?가|알고리즘|제공받아).{0,40}|"
    r".{0,30}(?:자살예방\s?상담전화|정신건강\s?상담전화|☎\s?109|☎\s?1393|생명의전화).{0,60}"
    r")$"
)

# A header of a list that is not the article; what follows is dropped until prose comes again.
LIST_HEADER = re.compile(
    r"^[▶▷■□◆◇●○☞※★\s\[【<(]*(?:"
    r"(?:이\s?시각|지금|실시간|오늘의?|주간|일간|월간)?\s?(?:많이\s?본|가장\s?많이\s?본|인기|주요|핫|랭킹|추천|관련|최신|화제의?|베스트|핵심|이슈|눈길\s?끄는)\s?"
    r"(?:뉴스|기사|포토|영상|콘텐츠|컨텐츠|토픽|이슈|동영상|키워드)(?:\s?(?:더\s?보기|TOP\s?\d*|top\s?\d*|순위|\d+))?|"
    r"(?:.{1,12}\s)?(?:주요\s?뉴스|인기\s?기사|많이\s?본\s?(?:뉴스|기사)|관련\s?(?:뉴스|기사)|추천\s?뉴스|헤드라인)|"
    r"독자들의\s?PICK!?|트렌드\s?뉴스|당신이\s?(?:좋아할|놓친).{0,20}|(?:기자|에디터)의?\s?(?:다른|최신|추천)\s?기사|"
    r"(?:함께|같이)\s?(?:보면|읽으면|볼만한|읽을|본)\s?.{0,10}(?:기사|뉴스|콘텐츠)?|(?:이\s?기사와\s?)?함께\s?많이\s?본\s?기사|"
    r"(?:관련|인기)\s?(?:태그|종목|검색어)|(?:댓글|의견)\s?\d*|전체\s?댓글|댓글\s?(?:목록|쓰기|창)|"
    r"(?:오늘의\s)?(?:운세|날씨)\s?보기|(?:속보|단독)\s?더\s?보기|이슈\s?(?:ON|NOW|PLUS|플러스)"
    r")[\s\])】>:：]*$"
)

COPYRIGHT = re.compile(
    r"(?:"
    r"[<〈\[(【ⓒ©Ⓒ]{0,3}\s?저작권자\s?(?:\(c\)|[ⓒ©Ⓒ:：-])"
    r"|(?:Copyright|copyright|COPYRIGHT|Copyrights|Copyrightⓒ)\s?(?:\(c\)|\(C\)|[ⓒ©Ⓒ:]|by)"
    r"|[ⓒ©Ⓒ]\s?[^.\n]{0,60}?(?:무단\s?(?:전재|복제|복사|배포|이용)|재배포|All\s?[Rr]ights|AI\s?학습)"
    r"|[<〈\[(【☞]?\s?(?:[가-힣A-Za-z0-9 ·.]{0,20}(?:무단\s?(?:전재|복제|복사|배포)(?!\s?[했한하해])|"
    r"전재\s?및\s?재배포|재배포\s?(?:및|금지)))"
    r"|All\s?[Rr]ights\s?[Rr]eserved"
    r")[^\n]*"
)
COPYRIGHT_SURE = re.compile(
    r"무단\s?(?:전재|복제|복사|배포|이용)|재배포\s?(?:및|금지|를\s?금)|[Rr]ights\s?[Rr]eserved|저작권자\s?(?:\(c\)|[ⓒ©Ⓒ])|Copyright\s?(?:\(c\)|[ⓒ©Ⓒ])"
)

# Who gave a picture, at the end of a caption.
PICTURE_CREDIT = re.compile(
    r"\s?(?:[\[(【]\s?(?:사진|그래픽|자료|이미지|영상|출처|일러스트|제공|화면)\s?(?:제공|출처|캡처|갈무리)?\s?[=:ⓒ©/][^\[\]()\n]{0,40}[\])】]|"
    r"[/|]\s?(?:사진|그래픽|자료|이미지|일러스트)\s?(?:제공|출처)?\s?[=:ⓒ©]?\s?[가-힣A-Za-z0-9 ·]{0,24})\.?\s*$"
)
CAPTION_CHARS = 120  # a longer line with a credit at its end is a paragraph to which the credit was glued
CAPTION_LINE = re.compile(
    r"^(?:"
    r"[▲△◀▶]\s?[^\n]{0,160}(?:사진|제공|캡처|갈무리|뉴시스|연합뉴스|뉴스1|게티이미지)[^\n]{0,12}|"
    r"(?:사진|그래픽|자료|이미지|영상|일러스트|사진제공|자료제공|사진출처|자료사진|영상편집|영상취재|그래픽\s?제공)\s?[=:/ⓒ©|][^\n]{0,60}|"
    r"[^\n]{0,120}\s[\[(/]?\s?(?:연합뉴스|뉴시스|뉴스1|로이터|AP|AFP|게티이미지(?:뱅크|코리아)?|EPA|신화)\s?(?:자료\s?사진|제공|사진)[\])]?|"
    r"[^\n]{0,80}(?:ⓒ|©)\s?(?:연합뉴스|뉴시스|뉴스1|로이터|AP|AFP|게티이미지\S{0,4}|EPA|[가-힣A-Za-z ]{2,16})|"
    r"[^\n]{4,160}[.)\]]\s[가-힣A-Za-z0-9·() ]{2,24}\s제공[.)\]]?|"
    r"(?:클릭하시면|사진을\s?클릭하|이미지를\s?클릭하)[^\n]{0,40}|"
    r"(?:게티이미지|클립아트)\s?(?:뱅크|코리아)?"
    r")$"
)

_PRESS_WORK = (
    "영상취재|영상편집|영상제작|촬영기자|촬영|편집|그래픽|CG|자료조사|디자인|VJ|작가|제작|연출|취재|구성|"
    "화면제공|화면출처|음성변조|리서처"
)
CREDIT_LINE = re.compile(
    rf"^[\[(<\s]*(?:{_PRESS_WORK})\s?[:=：]\s?[^:=：\n.]{{1,40}}(?:[,/·|\s]\s?(?:{_PRESS_WORK})\s?[:=：]\s?[^:=：\n.]{{1,40}}){{0,6}}[\])>\s]*$"
)

TICKER_LINE = re.compile(
    r"^(?:[가-힣A-Za-z&.·\s]{1,20}(?:\(?\d{6}\)?)?|코스피|코스닥|나스닥|다우존스|S&P\s?500|환율|달러/원|원/달러)?\s*"
    r"(?:현재가|전일\s?대비|등락률|거래량)?[\s:]*[\d,]{2,}(?:\.\d+)?\s*(?:원|p|P|포인트)?\s*"
    r"[▲▼△▽+\-−↑↓]\s?[\d,.]+\s*(?:원|p)?\s*(?:\(?\s?[+\-−]?\d+(?:\.\d+)?\s?%\s?\)?)?$"
)

# Class or id words whose element inside an article's body is not the article (matched on whole words of the name).
_CHROME = """ad ads adv advert advertisement adsense banner related relation relate recommend recommended reporter journalist
writer byline copyright copy sns share social comment comments reply caption vod player popular ranking rank mostview
subscribe subscription newsletter promotion tts audio btn button toolbar stock ticker breadcrumb footer nav profile editors
editor_info replay widget sponsored taboola dable outbrain hidden blind sr-only screen_out imgdesc img_desc photo_desc
pic_desc relnews linknews link_news mostviewed"""
CHROME_WORDS = frozenset(_CHROME.split())

# The same for names that begin with such a word (reporter_area, copyright-box).
_FIRST = "reporter journalist copyright related relation recommend sns subscribe newsletter comment tts banner ranking"
CHROME_FIRST_WORDS = frozenset(_FIRST.split())
