"""Whatever the web does, a poll ends in time, within its memory, with a name for what happened, and no other feed suffers."""

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from fault_server import FaultServer, server_context, write_authority
from faults import FAULTS, HEALTHY_COUNT, Fault, handlers

from aggregator.model import FailureKind

DEADLINE_S = 1.5
PROGRAM = Path(__file__).with_name("poll_faults.py")


def _certificates(authority: trustme.CA) -> dict[str, ssl.SSLContext]:
    stranger = trustme.CA()
    expired = authority.issue_cert("tls-expired.test", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    return {
        "tls-expired.test": server_context(expired),
        "tls-wrong-host.test": server_context(authority.issue_cert("somebody-else.test")),
        "tls-self-signed.test": server_context(stranger.issue_cert("tls-self-signed.test")),
        "tls-reset-in-body.test": server_context(authority.issue_cert("tls-reset-in-body.test")),
    }


def _url(fault: Fault, server: FaultServer) -> str:
    if fault.address:
        return fault.address
    port = server.raw_ports[fault.name] if fault.raw else server.tls_port if fault.scheme == "https" else server.port
    return f"{fault.scheme}://{fault.name}.test:{port}/feed.xml"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One run of everything: all faults and a hundred healthy feeds, each twice, side by side."""
    authority = trustme.CA()
    raw = {fault.name: fault.handler for fault in FAULTS if fault.raw and fault.handler}
    with FaultServer(handlers(), raw, _certificates(authority)) as server:
        task = {
            "urls": {fault.name: _url(fault, server) for fault in FAULTS},
            "healthy": {f"{n}": f"http://healthy-{n}.test:{server.port}/feed.xml" for n in range(HEALTHY_COUNT)},
            "authority": str(write_authority(authority, tmp_path_factory.mktemp("tls"))),
            "deadline": DEADLINE_S,
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", str(PROGRAM)],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr == b""
        yield json.loads(done.stdout)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_ends_in_time_with_its_name(run: dict[str, Any], fault: Fault) -> None:
    outcome = run["faults"][fault.name]
    assert outcome["kind"] in fault.expect, outcome
    assert outcome["elapsed"] <= DEADLINE_S + 1
    if outcome["kind"] != "ok":
        assert FailureKind(outcome["kind"])
        assert outcome["detail"], "people are told what happened"
        assert "\n" not in outcome["detail"]
        assert len(outcome["detail"]) <= 250


def test_every_healthy_feed_is_read_meanwhile(run: dict[str, Any]) -> None:
    first = {name: (polls[0]["kind"], polls[0].get("entries")) for name, polls in run["healthy"].items()}
    assert first == dict.fromkeys(first, ("ok", 20))
    assert len(first) == HEALTHY_COUNT
    assert {polls[1]["kind"] for polls in run["healthy"].values()} == {"not_modified"}


def test_memory_stays_within_100_mb_of_idle(run: dict[str, Any]) -> None:
    assert run["peak_mb"] - run["idle_mb"] <= 100
    assert run["peak_child_mb"] - run["idle_child_mb"] <= 100


def test_a_wait_that_a_server_asks_for_is_at_most_a_day(run: dict[str, Any]) -> None:
    waits = {name: run["faults"][name]["retry_after"] for name in run["faults"] if name.startswith("retry-after")}
    assert waits == dict.fromkeys(waits, 86_400.0)


def test_no_local_file_is_read_for_a_feed(run: dict[str, Any]) -> None:
    assert not run["faults"]["external-entity"].get("leaked")
