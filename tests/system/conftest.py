"""What tests with a real phone share."""
import pytest

PHONE = ("127.0.0.1", 20470)


@pytest.fixture(scope="session")
def phone(tmp_path_factory):
    from phone import Phone  # not installed where only other tests run

    with Phone(PHONE[1], tmp_path_factory.mktemp("phone")) as phone:
        yield phone


@pytest.fixture
def on_the_phone(callees, peer, phone):
    """A number that rings at the real phone."""
    number = callees.new()
    peer.relay(number, PHONE)
    return number


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """A folder for what is said."""
    return tmp_path_factory.mktemp("words")
