"""What many tests of listening begin with."""

import pytest

from tests.engagement.listening import Listening


@pytest.fixture
def listening(db):
    return Listening()


@pytest.fixture
def market(listening):
    """A market at which 87 people were heard."""
    market = listening.event()
    listening.entry(market, {"WISH": "x"}, people=87)
    return market
