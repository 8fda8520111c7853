"""Writes the feeds.yaml of `aggregator try`: the fictional outlets where they are served now, and what is looked for."""

from collections.abc import Iterator, Sequence

from aggregator.demo.press import OutletServer

_HEAD = """\
# `aggregator try` 가 쓴 설정입니다. 매체와 기사는 모두 지어낸 것입니다. 실제 설정은 `aggregator init` 으로 시작하세요.
# Written by `aggregator try`: the outlets are fictional and were served on loopback while it ran.
outlets:
"""

_REST = """\

watchlists:
  - name: 해솔AI
    section: 자사
    urgent: true            # 처음 보이면 바로 알림이 갑니다
    any:
      - {text: 해솔AI, kind: name, aliases: [Haesol AI]}
  - name: 네이버
    section: 경쟁사
    any:
      - {text: 네이버, kind: name, aliases: [NAVER, Naver]}
  - name: 다온클라우드 · 누리텔
    section: 경쟁사
    any:
      - {text: 다온클라우드, kind: name}
      - {text: 누리텔, kind: name}
  - name: 소버린 AI
    section: 업계 · 정책
    any:
      - {text: 소버린 AI, kind: topic, aliases: [AI 주권, sovereign AI]}
  - name: AI 기본법
    section: 업계 · 정책
    any:
      - {text: AI 기본법, kind: topic, aliases: [인공지능기본법]}
  - name: 데이터센터
    section: 업계 · 정책
    query: 데이터센터 AND (AI OR 전력 OR GPU)

digests:
  - name: 아침 브리핑 (가상 기사)
    id: morning
    at: 07:30
    timezone: Asia/Seoul
    sections: [자사, 경쟁사, 업계 · 정책]
    recipients:
      - 홍보팀 <press@desk.example>
      - {email: Overseas desk <overseas@desk.example>, language: en}
    alerts:
      recipients: [당직 <duty@desk.example>]
      quiet: {from: 22:00, until: 07:00}

polling:
  interval: 20m
  shortest: 20m
  longest: 25m
  host_spacing: 0.02s
  allow_hosts: [127.0.0.1]
  full_text: never        # the links of the other outlets lead nowhere
"""


def print_newsfile(servers: Sequence[OutletServer]) -> str:
    """The file's text."""
    return _HEAD + "".join(_outlet(server) for server in servers) + _REST


def _outlet(server: OutletServer) -> str:
    return "".join(f"{line}\n" for line in _lines(server))


def _lines(server: OutletServer) -> Iterator[str]:
    outlet = server.outlet
    yield f"  - id: {outlet.id}"
    yield f"    name: {outlet.name}"
    yield f"    type: {outlet.type}"
    yield f"    tier: {outlet.tier}"
    if outlet.language != "ko":
        yield f"    language: {outlet.language}"
    if outlet.titles_only:
        yield "    full_text: missing"
    yield "    feeds:"
    for section, url in server.feed_urls():
        yield f"      - {{url: {url}, section: {section}}}" if section else f"      - {url}"
