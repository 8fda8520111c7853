"""Recognises pages that are not the article: bot walls, paywalls, "no such article" with status 200.

A long text is an article whatever its words; these signs count on short pages only, except in the title.
"""

import re

BOT_WALL_TITLE = re.compile(
    r"^\W*(?:just a moment|attention required|access denied|access to this page has been denied|pardon our interruption|"
    r"are you a (?:human|robot)|robot check|security check|403 forbidden|forbidden|request rejected|ddos-guard|"
    r"verify you are human|human verification|접근이?\s?(?:차단|제한|거부)|보안\s?확인|자동\s?입력\s?방지)",
    re.IGNORECASE,
)
BOT_WALL = re.compile(
    r"checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|captcha|"
    r"unusual traffic|verify (?:that )?you are (?:a )?human|cf-browser-verification|incapsula incident|"
    r"비정상적인\s?(?:접근|접속|트래픽)|자동\s?(?:등록|입력)\s?방지|로봇이\s?아닙니다|접근이\s?(?:차단|제한)|"
    r"보안문자를\s?입력|해외\s?(?:IP|아이피).{0,20}(?:차단|제한)",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"유료\s?(?:회원|구독|기사|콘텐츠|서비스)|(?:구독|결제|회원\s?가입|로그인)\s?(?:후|하시면|하면|해야)\s?.{0,20}(?:읽|열람|볼\s?수|보실|전문|기사)|"
    r"(?:전체|전문|나머지)\s?(?:기사|내용|본문)?(?:를|을|은|는)?\s?.{0,14}(?:구독|로그인|회원|결제)|프리미엄\s?(?:회원|기사|콘텐츠|서비스)|회원\s?전용|"
    r"subscribe to (?:continue|read)|subscribers? only|to continue reading|already a subscriber|"
    r"this (?:article|content) is for (?:paid )?(?:subscribers|members)|register to read",
    re.IGNORECASE,
)
SOFT_404 = re.compile(
    r"(?:페이지|기사|게시물|게시글|문서|뉴스|콘텐츠)(?:를|을|가|이|는|은)?\s?(?:찾을\s?수\s?없|존재하지\s?않|없습니다|삭제)|"
    r"(?:삭제|이동|만료)(?:되었거나|되거나|된)\s?(?:페이지|기사|게시물|뉴스|콘텐츠|존재)|(?:존재하지|유효하지)\s?않는\s?(?:기사|페이지|게시물|뉴스|콘텐츠|접근|경로)|"
    r"잘못된\s?(?:접근|경로|요청|주소)|요청하신\s?(?:페이지|기사|주소).{0,30}(?:없|삭제|찾)|"
    r"언론사(?:의)?\s?요청(?:에\s?의해|으로)\s?.{0,10}삭제|"
    r"서비스\s?(?:가|이)?\s?(?:종료|제공되지)|"
    r"page (?:not found|does not exist|can(?:'|no)t be found)|\b404\b.{0,20}(?:error|not found)|"
    r"article (?:is )?(?:no longer available|not found)|no longer available",
    re.IGNORECASE,
)
SOFT_404_TITLE = re.compile(
    r"^\W*(?:404\b|page not found|not found|페이지를?\s?찾을\s?수|오류\s?(?:안내|페이지)?\W*$|에러\W*$|알림\W*$)",
    re.IGNORECASE,
)
