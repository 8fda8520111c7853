"""Tables and feeds for other programs: right in Excel, harmless in any spreadsheet, valid Atom."""

import csv
import io
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import openpyxl

from aggregator.digests.exports import ATOM, COLUMNS, Row, make_rows, to_atom, to_csv, to_json, to_xlsx
from aggregator.feeds.parse import parse_feed
from aggregator.model import Outlet, ParsedFeed
from tests.digests.press import HOSTILE, NORMAL, WATCHLISTS, Told, given, outlets

NOW = datetime(2026, 7, 28, 0, 0, tzinfo=UTC)
FORMULA = Told(title='=HYPERLINK("http://evil.example") 새솔AI', watchlists=("own",), outlet=1)


def rows(*told: Told) -> tuple[Row, ...]:
    made = given(told)
    stories = {member.stored.id: story.id for story in made.stories for member in story.members}
    return make_rows(made.clippings, {w.id: w for w in WATCHLISTS}, outlets(), stories)


def test_csv_begins_with_a_byte_order_mark_and_reads_back() -> None:
    """Excel takes UTF-8 without it for the machine's code page."""
    content = to_csv(rows(*NORMAL))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(read[0]) == COLUMNS
    assert len(read) == len(rows(*NORMAL)) + 1
    assert read[1][COLUMNS.index("headline")].startswith("[단독] 새솔AI")
    assert read[1][COLUMNS.index("seen_at")].endswith("+09:00")


def test_no_cell_is_a_formula() -> None:
    """A headline that begins with = + - @ stays text in CSV and in XLSX."""
    read = list(csv.reader(io.StringIO(to_csv(rows(FORMULA)).decode("utf-8-sig"))))
    assert read[1][COLUMNS.index("headline")].startswith("'=HYPERLINK")
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows(FORMULA)))).active
    assert sheet is not None
    cell = sheet.cell(2, COLUMNS.index("headline") + 1)
    assert (cell.data_type, cell.value) == ("s", FORMULA.title)


def test_json_has_every_row() -> None:
    read = json.loads(to_json(rows(*NORMAL)))
    assert len(read) == len(rows(*NORMAL))
    assert set(read[0]) == set(COLUMNS)
    assert read[0]["story"] == 1000


def test_hostile_text_is_harmless_everywhere() -> None:
    """Control characters would make XLSX and XML unreadable."""
    table = rows(*HOSTILE)
    openpyxl.load_workbook(io.BytesIO(to_xlsx(table)))
    ET.fromstring(to_atom(WATCHLISTS[0], table, url=None, updated=NOW))
    assert not any("javascript:" in row.url for row in table)


def test_a_feed_is_read_by_our_own_reader() -> None:
    """Atom with unique ids, links and times: what we write is what we would accept."""
    table = rows(*NORMAL[:5])
    content = to_atom(WATCHLISTS[0], table, url="https://news.example/own.atom", updated=NOW)
    outlet = Outlet(id="self", name="self", type="인터넷")
    feed = parse_feed(
        content, url="https://news.example/own.atom", content_type="application/atom+xml", outlet=outlet, now=NOW
    )
    assert isinstance(feed, ParsedFeed)
    assert len({entry.guid for entry in feed.entries}) == len({row.url for row in table})
    root = ET.fromstring(content)
    updated = [entry.findtext(f"{{{ATOM}}}updated") or "" for entry in root.iter(f"{{{ATOM}}}entry")]
    assert updated == sorted(updated, reverse=True)
