"""A worker that stands still for a moment has calls that are late together: the carrier still sees
no more in any 100 ms than the rate allows."""
import bisect
import os
import signal
import time

from callee import Behaviour

CALLS_PER_SECOND = 100
STOPS, STOP_SECONDS, BETWEEN_STOPS_SECONDS = 8, 0.2, 0.6  # a yes holds for 0.25 s
# A tenth more while it catches up, and all of 25 ms at once.
MOST_IN_100_MS = 15


def test_a_worker_that_stood_still_breaks_no_rate(suite, api, campaigns, callees, peer):
    numbers = [callees.new(Behaviour(code=486, after=0.02)) for _ in range(1200)]
    execution = campaigns.launch(numbers, callsPerSecond=CALLS_PER_SECOND)
    called = set(numbers)

    def invited():
        return sorted(call.first_at for call in peer.seen() if call.to in called)

    peer.wait_for(lambda: len(invited()) > 100, 20, "they are called")
    for _ in range(STOPS):
        os.kill(suite.pid("hatif-dialer"), signal.SIGSTOP)
        time.sleep(STOP_SECONDS)
        os.kill(suite.pid("hatif-dialer"), signal.SIGCONT)
        time.sleep(BETWEEN_STOPS_SECONDS)
    at = invited()
    api.patch(f"/program-executions/{execution}/cancel")
    stops = sum(after - before > STOP_SECONDS / 2 for before, after in zip(at, at[1:]))
    assert stops >= STOPS / 2, "it was not seen to stand still"
    most = max(bisect.bisect_left(at, moment + 0.1) - index for index, moment in enumerate(at))
    assert most <= MOST_IN_100_MS, f"{most} INVITEs in 100 ms"
