"""A web site on loopback, and lanes that may ask it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import settings
from web_site import Site

from aggregator.fetch.client import Lane
from aggregator.fetch.lanes import HostTurns
from aggregator.model import Outlet, Polling

# A busy machine is no fault of the code: no example is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def other_site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def polling() -> Polling:
    return Polling(
        allow_hosts=("127.0.0.0/8",),
        host_spacing=timedelta(),
        deadline=timedelta(seconds=10),
        user_agent="aggregator-test/1",
    )


@pytest.fixture
def lane(polling: Polling) -> Lane:
    return Lane(polling, turns=HostTurns())


@pytest.fixture
def outlet() -> Outlet:
    return Outlet(id="test", name="시험", type="전문")
