"""The fixed words of a digest in both languages, as data: headings, badges, weekdays, kinds of failure."""

import re
from dataclasses import dataclass

from aggregator.model import FailureKind

STATUS = re.compile(r"\bHTTP (\d{3})\b")
NEAR = 0.15  # a day within 15 % of the usual is called alike
FEW = 5  # with a usual below this, percentages say nothing

KO_DAYS = ("월", "화", "수", "목", "금", "토", "일")
EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EN_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

EN_BADGES = {
    "단독": "Exclusive",
    "속보": "Breaking",
    "긴급": "Urgent",
    "종합": "Roundup",
    "상보": "Update",
    "사설": "Editorial",
    "칼럼": "Column",
    "기고": "Op-ed",
    "시론": "Op-ed",
    "만평": "Cartoon",
    "기자수첩": "Notebook",
    "인터뷰": "Interview",
    "특징주": "Stocks",
    "포토": "Photo",
    "사진": "Photo",
    "그래픽": "Graphic",
    "영상": "Video",
    "인사": "People",
    "부고": "Obituary",
    "공식": "Official",
    "르포": "On site",
    "현장": "On site",
    "전문": "Full text",
    "팩트체크": "Fact check",
    "기획": "Feature",
    "정정": "Correction",
    "광고": "Ad",
}

KO_FAILURES = {
    FailureKind.DNS: "주소를 찾을 수 없음",
    FailureKind.REFUSED_ADDRESS: "사설 주소라 접속하지 않음",
    FailureKind.CONNECT: "연결되지 않음",
    FailureKind.TLS: "보안 연결 실패",
    FailureKind.TIMEOUT: "응답 시간 초과",
    FailureKind.INTERRUPTED: "전송이 중간에 끊김",
    FailureKind.PROTOCOL: "HTTP 응답 이상",
    FailureKind.TOO_LARGE: "응답이 너무 큼",
    FailureKind.COMPRESSION: "압축을 풀 수 없음",
    FailureKind.REDIRECT: "주소 이동을 따라갈 수 없음",
    FailureKind.NOT_FOUND: "피드 주소 없음",
    FailureKind.GONE: "피드 폐지",
    FailureKind.FORBIDDEN: "접근 거부",
    FailureKind.RATE_LIMITED: "요청 제한",
    FailureKind.CLIENT_ERROR: "요청 거부",
    FailureKind.SERVER_ERROR: "서버 오류",
    FailureKind.NOT_MODIFIED_UNASKED: "서버 응답 이상",
    FailureKind.EMPTY: "빈 응답",
    FailureKind.NOT_A_FEED: "피드가 아닌 응답",
    FailureKind.UNREADABLE: "RSS 형식 오류",
    FailureKind.PARSER_LIMIT: "해석 한도 초과",
    FailureKind.ROBOTS: "robots.txt 거부",
}
EN_FAILURES = {
    FailureKind.DNS: "address not found",
    FailureKind.REFUSED_ADDRESS: "private address, not asked",
    FailureKind.CONNECT: "no connection",
    FailureKind.TLS: "secure connection failed",
    FailureKind.TIMEOUT: "timed out",
    FailureKind.INTERRUPTED: "answer broke off",
    FailureKind.PROTOCOL: "not proper HTTP",
    FailureKind.TOO_LARGE: "answer too large",
    FailureKind.COMPRESSION: "compression unreadable",
    FailureKind.REDIRECT: "redirect cannot be followed",
    FailureKind.NOT_FOUND: "feed not found",
    FailureKind.GONE: "feed gone",
    FailureKind.FORBIDDEN: "forbidden",
    FailureKind.RATE_LIMITED: "rate limited",
    FailureKind.CLIENT_ERROR: "request refused",
    FailureKind.SERVER_ERROR: "server error",
    FailureKind.NOT_MODIFIED_UNASKED: "odd answer",
    FailureKind.EMPTY: "empty answer",
    FailureKind.NOT_A_FEED: "not a feed",
    FailureKind.UNREADABLE: "feed unreadable",
    FailureKind.PARSER_LIMIT: "parser limit",
    FailureKind.ROBOTS: "refused by robots.txt",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of a page, by what they head."""

    first_look: str
    volume: str
    volume_note: str
    trend: str
    short: str
    apart: str
    share: str
    share_note: str
    health: str
    quiet: str
    why: str
    first: str
    reprints: str
    web: str
    archive: str
    unsubscribe: str
    no_tracking: str
    see_top: str
    press_release: str
    opinion: str
    personnel: str
    photo: str
    alert: str
    last_bracket: str
