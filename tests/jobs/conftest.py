"""A press on loopback for every test of a job."""

from collections.abc import Iterator

import pytest

from tests.press import Press, running_press


@pytest.fixture
def press() -> Iterator[Press]:
    with running_press() as running:
        yield running
