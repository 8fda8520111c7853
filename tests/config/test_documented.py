"""Every key of feeds.yaml stands in docs/feeds-yaml.md with what the schema says of it, and the page's example works."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from aggregator.config.feedsfile import read_newsfile_text
from aggregator.config.keys import list_keys
from aggregator.config.schema import make_json_schema
from aggregator.config.values import read_duration
from aggregator.model import Polling, Retention

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "feeds-yaml.md").read_text("utf-8")
# Said once in words: "take the same keys as …".
ELSEWHERE = re.compile(r"watchlists\[\]\.(all|none)\[\]\.|digests\[\]\.alerts\.recipients\[\]\.|groups\.\*\[\]\.")


@pytest.mark.parametrize(("key", "meaning"), [pair for pair in list_keys() if not ELSEWHERE.match(pair[0])])
def test_every_key_is_documented(key: str, meaning: str) -> None:
    assert meaning, "every key has a description"
    assert f"| `{key}` | {meaning} |" in PAGE


def test_the_examples_of_the_page_are_valid() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    small = read_newsfile_text(examples[0], name="docs", folder=Path())
    assert [digest.name for digest in small.digests] == ["아침 브리핑"]
    grouped = read_newsfile_text(examples[0] + examples[1], name="docs", folder=Path())
    assert len(grouped.groups[0][1]) == 2


def test_documented_defaults_are_those_of_the_model() -> None:
    for prefix, model in (("polling", Polling()), ("retention", Retention())):
        for field in fields(model):
            given = re.search(rf"\| `{prefix}\.{field.name}` \|.*\[(\d+[smhd])\] \|", PAGE)
            if given:
                assert getattr(model, field.name) == read_duration(given[1]), field.name


def test_the_schema_tells_editors_every_key_and_its_short_forms() -> None:
    text = json.dumps(make_json_schema())
    assert all(f'"{key.rpartition(".")[2].removesuffix("[]")}"' in text for key, _ in list_keys())
    assert '"null"' not in text, "a key is left out, never null"
    definitions = make_json_schema()["$defs"]
    assert isinstance(definitions, dict)
    feeds = definitions["OutletKeys"]["properties"]["feeds"]["items"]
    assert {"type": "string"} in feeds["anyOf"], "a feed may be its address alone"
    assert definitions["OutletKeys"]["additionalProperties"] is False
