"""The archive goes to a directory and to a bucket alike; a bucket without its library is said in one line."""

from datetime import timedelta
from pathlib import Path

import pytest
from upath import UPath

from aggregator.errors import AggregatorError
from aggregator.jobs import poll, publish
from aggregator.jobs.archive import write_archive
from aggregator.runtime.work import work_off
from tests.press import MORNING, Item, Press, opened_newsroom, rss

PATHS = ("/hanbit/all.xml", "/hanbit/it.xml", "/narae.xml")


@pytest.mark.parametrize("bucket", [True, False])
def test_editions_and_index_are_written_once(bucket: bool, press: Press, tmp_path: Path) -> None:
    place = UPath(f"memory://archive-{tmp_path.name}/press" if bucket else tmp_path / "archive")
    press.bodies = {path: rss(Item("네이버, 새 소식", "http://press.example/1")) for path in PATHS}
    with opened_newsroom(tmp_path, press) as newsroom:
        work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    with opened_newsroom(tmp_path, press, MORNING + timedelta(hours=17)) as newsroom:
        work_off(newsroom, publish.ROUTINE, listener=lambda _: None)
        written = write_archive(newsroom, place)
        again = write_archive(newsroom, place)
    assert [path.name for path in written] == ["2026-07-02.html", "index.html"]
    assert "네이버, 새 소식" in written[0].read_text("utf-8")
    assert "2026-07-02.html" in (place / "index.html").read_text("utf-8")
    assert again == ()


def test_a_bucket_without_its_library_is_one_line(press: Press, tmp_path: Path) -> None:
    with opened_newsroom(tmp_path, press) as newsroom, pytest.raises(AggregatorError, match="s3fs"):
        write_archive(newsroom, UPath("s3://archive/press"))
