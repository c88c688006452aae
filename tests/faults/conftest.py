"""What several files of faults look at is made once."""
import pytest

import struck as strikes


@pytest.fixture(scope="session")
def struck(suite, api, campaigns, callees, peer):
    return strikes.strike(suite, api, campaigns, callees, peer)
