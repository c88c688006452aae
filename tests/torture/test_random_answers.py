"""Calls of ours to a callee that answers in any way: each tells its end once, none is left."""
import time

from mutation import seeded
from random_callee import RandomCallee


def test_any_answers_in_any_order(endpoint, amount, seed):
    calls, rate = amount(10_000, 1000), 200
    callee = RandomCallee(endpoint, seeded(seed, "answers in any order"))
    endpoint.tell(f"call {calls} {rate}")
    asked = time.monotonic()
    for _ in callee.live(quiet=3):
        if time.monotonic() > asked + 0.02:
            endpoint.is_sane()
            asked = time.monotonic()
    counts = endpoint.comes_to_rest()
    assert counts["placed"] == calls
    assert counts["answered"] > calls / 20
    assert counts["refused"] + counts["ended"] == calls
