"""Names of countries, provinces and large cities, by which two headlines of one form are told apart; editorial data.

Pure. A place at the beginning of a headline is its subject, however common the word; it is no gazetteer.
"""

REGION_LIST = (
    "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 수원 성남 "
    "용인 고양 창원 청주 천안 전주 포항 김해 구미 춘천 원주 강릉 여수 순천 목포 군산 익산 진주 평택 "
    "안산 안양 부천 의정부 파주 김포 화성 시흥 남양주"
)
COUNTRY_LIST = (
    "미 중 북 러 영 일본 인도 프랑스 독일 이탈리아 스페인 우크라이나 폴란드 이란 이라크 이스라엘 튀르키예 "
    "터키 사우디 베트남 태국 미얀마 필리핀 인도네시아 말레이시아 싱가포르 홍콩 대만 호주 캐나다 멕시코 "
    "브라질 아르헨티나 스리랑카 파키스탄 아프가니스탄 이집트 남아공 스웨덴 노르웨이 핀란드 덴마크 네덜란드 "
    "벨기에 스위스 오스트리아 헝가리 체코 그리스 포르투갈 몽골 카자흐스탄 칠레 페루"
)
REGIONS = frozenset(REGION_LIST.split())
PLACES = REGIONS | frozenset(COUNTRY_LIST.split())
RANKS = ("특별자치도", "특별자치시", "특별시", "광역시", "도내", "시", "도")


def place_of(word: str) -> str | None:
    """The place that this stem names, without its rank: 부산시 and 부산 are 부산."""
    if word in PLACES:
        return word
    return next((word.removesuffix(rank) for rank in RANKS if word.removesuffix(rank) in REGIONS), None)
