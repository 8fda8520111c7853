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
DISTRICT_LIST = (  # with 구 or 군 behind them; alone they are other words, or the presidential office
    "강남 강동 강북 강서 관악 광진 구로 금천 노원 도봉 동대문 동작 마포 서대문 서초 성동 성북 송파 양천 "
    "영등포 용산 은평 종로 중랑 해운대 사하 금정 연제 수영 사상 기장 수성 달서 달성 미추홀 연수 남동 "
    "부평 계양 강화 옹진 광산 유성 대덕 울주 가평 양평 연천 홍천 횡성 영월 평창 정선 철원 화천 양구 "
    "인제 고성 양양 보은 옥천 영동 증평 진천 괴산 음성 단양 금산 부여 서천 청양 홍성 예산 태안 완주 "
    "진안 무주 장수 임실 순창 고창 부안 담양 곡성 구례 고흥 보성 화순 장흥 강진 해남 영암 무안 함평 "
    "영광 장성 완도 진도 신안 의성 청송 영양 영덕 청도 고령 성주 칠곡 예천 봉화 울진 울릉 의령 함안 "
    "창녕 남해 하동 산청 함양 거창 합천"
)
REGIONS = frozenset(REGION_LIST.split())
PLACES = REGIONS | frozenset(COUNTRY_LIST.split())
DISTRICTS = frozenset(name + rank for name in DISTRICT_LIST.split() for rank in "구군")
RANKS = ("특별자치도", "특별자치시", "특별시", "광역시", "도내", "시", "도")


def place_of(word: str) -> str | None:
    """The place that this stem names, without its rank: 부산시 and 부산 are 부산."""
    if word in PLACES or word in DISTRICTS:
        return word
    return next((word.removesuffix(rank) for rank in RANKS if word.removesuffix(rank) in REGIONS), None)


def is_office(word: str) -> bool:
    """Whether the stem is a place with its rank (남양주시, 은평구): an authority that acts, not only where something happened."""
    return word in DISTRICTS or (word not in PLACES and place_of(word) is not None)
