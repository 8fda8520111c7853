"""Speed of the matcher on one core: strings a second with and without the analyser, and 10,000 terms against 10.

    python benchmarks/matching.py [--without-analyser]

Texts are the newsroom week's headlines with their leads (the sibling folder `shared`); without it, the gold sentences.
"""

import gzip
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

if "--without-analyser" in sys.argv:
    sys.modules["kiwipiepy"] = None  # type: ignore[assignment]  # the import system reads None as "not installed"

from aggregator.match.matcher import Matcher
from aggregator.model import Field, Term, TermKind, Watchlist

ROOT = Path(__file__).resolve().parent.parent
WEEK = ROOT.parent / "shared" / "newsroom" / "july-2022.json.gz"
GOLD = ROOT / "tests" / "match" / "gold.jsonl"
LEAD = 120  # characters of the text behind the headline
NAMES_TEXT = """
네이버 카카오 라인 다음 쿠팡 배달의민족 토스 당근마켓 야놀자 무신사
삼성전자 SK하이닉스 LG전자 현대차 기아 한화 롯데 두산 효성 한진 대우
사조 농심 오뚜기 CJ GS SK LG KT KB NH BNK 신한 하나은행 우리은행 국민은행 농협
한국은행 한국전력 한전 포스코 셀트리온 크래프톤 엔씨소프트 넷마블 넥슨
하이브 SM JYP 방탄소년단 BTS 손흥민 이재명 윤석열 한동훈 이준석 조국 문재인
트럼프 바이든 푸틴 시진핑 김정은 구글 애플 아마존 메타 마이크로소프트
엔비디아 인텔 AMD TSMC 테슬라 넷플릭스 디즈니 오픈AI 이마트 홈플러스 CU
스타벅스 대한항공 아시아나항공 매일유업 하림 컬리 직방 쏘카 우버 서울대
KAIST 국정원 금융위원회 공정거래위원회 북한 EU
"""
TOPICS_TEXT = """
AI 생성형AI 인공지능 금리 환율 물가 반도체 전기차 배터리 데이터센터 클라우드
메타버스 NFT 가상자산 원전 탄소중립 ESG 의대증원 지방선거 부동산 전세
코로나 백신 GPU HBM MOU R&D 5G IPO 코스피 비자
"""
NAMES = tuple(NAMES_TEXT.split())
TOPICS = tuple(TOPICS_TEXT.split())


def texts() -> list[str]:
    if WEEK.exists():
        articles = json.loads(gzip.decompress(WEEK.read_bytes()))["articles"]
        return sorted({f"{article['title']}\n{article['text'][:LEAD]}" for article in articles})
    return [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]


def watchlists() -> list[Watchlist]:
    names = [Watchlist(id=word, name=word, any=(Term(text=word, kind=TermKind.NAME),)) for word in NAMES]
    topics = [Watchlist(id=word, name=word, any=(Term(text=word, kind=TermKind.TOPIC),)) for word in TOPICS]
    return [*names, *topics]


def made_up(count: int) -> list[Watchlist]:
    """Names of four syllables that no text holds often."""
    draw = random.Random(7)
    words = {"".join(chr(0xAC00 + draw.randrange(11172)) for _ in range(4)) for _ in range(count)}
    return [Watchlist(id=word, name=word, any=(Term(text=word, kind=TermKind.NAME),)) for word in sorted(words)]


def seconds(matcher: Matcher, strings: Sequence[str]) -> tuple[float, int]:
    start = time.process_time()
    matches = sum(len(matcher.match({Field.TITLE: string})) for string in strings)
    return time.process_time() - start, matches


def main() -> None:
    strings = texts()
    random.Random(1).shuffle(strings)
    matcher = Matcher(watchlists())
    warm, measured = strings[:2000], strings[2000:]
    seconds(matcher, warm)  # loads the analyser and the word lists
    spent, matches = seconds(matcher, measured)
    count, speed = len(NAMES) + len(TOPICS), len(measured) / spent
    print(f"{count} terms, {len(measured)} headlines with leads: {speed:,.0f} a second, {matches} matches")
    few, many = Matcher(made_up(10)), Matcher(made_up(10_000))
    seconds(few, warm)
    base, _ = seconds(few, measured)
    grown, _ = seconds(many, measured)
    print(f"10 terms {base:.2f} s, 10,000 terms {grown:.2f} s: {grown / base:.2f} times")


if __name__ == "__main__":
    main()
