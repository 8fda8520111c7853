"""Clippings as tables for other programs: CSV that Excel reads right, XLSX, JSON; and an Atom feed of a watchlist.

Rows in, bytes out. The article's full text is never among the columns. Cells that a spreadsheet would run as a formula are
made plain text.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from aggregator.digests.neutral import NAME, neutral, neutral_byline, neutral_link
from aggregator.model import Clipping, Outlet, Watchlist

ATOM = "http://www.w3.org/2005/Atom"
BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own code page
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX_CELL = 32_000  # characters; Excel takes 32,767


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clipping as a table shows it. Times are ISO 8601 in the newsroom's zone."""

    watchlist: str
    section: str
    seen_at: str
    published: str
    outlet: str
    outlet_type: str
    headline: str
    byline: str
    terms: str
    matched_in: str
    url: str
    story: int | None


_WIDTHS = {"seen_at": 23, "published": 23, "headline": 64, "url": 50, "terms": 22}  # in characters
COLUMNS = tuple(field.name for field in fields(Row))


def make_rows(
    clippings: Iterable[Clipping],
    watchlists: Mapping[str, Watchlist],
    outlets: Mapping[str, Outlet],
    stories: Mapping[int, int],
    timezone: str = "Asia/Seoul",
) -> tuple[Row, ...]:
    """Rows in the clippings' order; `stories` says which story an entry belongs to."""
    zone = ZoneInfo(timezone)
    return tuple(
        _row(one, watchlists.get(one.watchlist), outlets.get(one.stored.outlet), stories, zone) for one in clippings
    )


def _row(
    one: Clipping, watchlist: Watchlist | None, outlet: Outlet | None, stories: Mapping[int, int], zone: ZoneInfo
) -> Row:
    entry = one.stored.entry
    return Row(
        watchlist=watchlist.name if watchlist else one.watchlist,
        section=watchlist.section if watchlist else "",
        seen_at=_time(one.seen_at, zone),
        published=_time(entry.published, zone),
        outlet=neutral(outlet.name if outlet else one.stored.outlet, NAME),
        outlet_type=outlet.type if outlet else "",
        headline=neutral(entry.title, 500),
        byline=neutral_byline(entry.byline) or "",
        terms=", ".join(dict.fromkeys(match.term for match in one.matches)),
        matched_in=", ".join(dict.fromkeys(match.field.value for match in one.matches)),
        url=neutral_link(entry.url) or "",
        story=stories.get(one.stored.id),
    )


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="minutes") if at is not None else ""


def to_csv(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8")


def to_json(rows: Sequence[Row]) -> bytes:
    return (json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def to_xlsx(rows: Sequence[Row]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - a tenth of a second that only this export pays
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415 - as above

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title, sheet.freeze_panes = "clippings", "A2"
    for column, name in enumerate(COLUMNS, 1):
        sheet.cell(1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 14)
    for line, row in enumerate(rows, 2):
        for column, name in enumerate(COLUMNS, 1):
            value = getattr(row, name)
            cell = sheet.cell(line, column, value[:_XLSX_CELL] if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a headline beginning with = stays a headline
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return "'" + value
    return value


def to_atom(watchlist: Watchlist, rows: Sequence[Row], *, url: str | None, updated: datetime) -> bytes:
    """The watchlist's clippings as an Atom feed, newest first. `url` is where the feed will stand, if known."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    identity = url or f"urn:aggregator:watchlist:{watchlist.id}"
    _child(feed, "id", identity)
    _child(feed, "title", neutral(watchlist.name, NAME))
    _child(feed, "updated", updated.isoformat(timespec="seconds"))
    _child(_child(feed, "author"), "name", "aggregator")
    if url:
        _child(feed, "link", rel="self", href=url)
    for row in sorted(rows, key=lambda row: row.seen_at, reverse=True):
        _entry(feed, identity, row)
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _entry(feed: ET.Element, identity: str, row: Row) -> None:
    entry = _child(feed, "entry")
    _child(entry, "id", row.url or f"{identity}#{row.seen_at}-{_digest(row)}")
    _child(entry, "title", row.headline or "(—)")
    _child(entry, "updated", row.seen_at)
    if row.published:
        _child(entry, "published", row.published)
    _child(_child(entry, "author"), "name", " ".join(part for part in (row.outlet, row.byline) if part))
    _child(entry, "category", term=row.watchlist)
    if row.url:
        _child(entry, "link", rel="alternate", href=row.url)


def _digest(row: Row) -> str:
    return hashlib.sha256(f"{row.outlet}\0{row.headline}".encode()).hexdigest()[:12]


def _child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child
