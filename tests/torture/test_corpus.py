"""Messages that others have collected to break SIP stacks with: after each the endpoint is sane, and in
the end no call is left."""
import pytest

import corpora

SETS = {"RFC 4475": (corpora.rfc4475, 50), "RFC 5118": (corpora.rfc5118, 12),
        "JAIN": (corpora.jain, 370)}


@pytest.fixture(params=SETS)
def messages(request):
    fetch, at_least = SETS[request.param]
    try:
        found = fetch()
    except corpora.Unavailable as why:
        pytest.skip(f"{request.param} cannot be fetched: {why}")
    assert len(found) >= at_least
    return found


def test_over_udp(endpoint, messages):
    for _, message in messages:
        endpoint.send(message[:65507])
        endpoint.is_sane()


def test_over_tcp(endpoint, messages):
    for _, message in messages:
        endpoint.send_tcp(message, patience=0.002)
        endpoint.is_sane()


def test_many_on_one_connection(endpoint, messages):
    """Whole, torn and run together: a stream has no edges."""
    stream = b"".join(message for _, message in messages)
    for step in (7, 1460, 65536):
        for start in range(0, min(len(stream), 400 * step), 400 * step // 4):
            endpoint.send_tcp(stream[start:start + 100 * step], patience=0.002)
            endpoint.is_sane()
