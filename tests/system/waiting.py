"""Waiting for what must come: asks again until it holds, and fails when its time is over."""
import time

BETWEEN_LOOKS_SECONDS = 0.05


def eventually(look, seconds, what):
    """The first true answer of `look`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = look()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(BETWEEN_LOOKS_SECONDS)
