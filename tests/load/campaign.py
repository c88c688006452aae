#!/usr/bin/env python3
"""A campaign with every answer kind, reconciled with the carrier to the last call and outcome.

    campaign.py [CONTACTS [CALLS_PER_SECOND]]        2,000 contacts at 50 calls/s
"""
import collections
import sys
import time

import bench
import flows
import reconcile
import sound
from callee import Behaviour
from plan import behaviour_of

DOES = {
    "presses_1": Behaviour(keys=((1.0, "1"),)),
    "presses_2": Behaviour(after=1.0, keys=((2.5, "2"),)),
    "stays_silent": Behaviour(),
    "presses_9_then_1": Behaviour(keys=((0.5, "9"), (1.2, "1"))),
    "hangs_up": Behaviour(hang_up_after=1.0),
    "busy": Behaviour(code=486),
    "rejects": Behaviour(code=603, after=0.8),
    "rings_out": Behaviour(code=None),
    "not_found": Behaviour(code=404, provisional=None, after=0),
    "unavailable": Behaviour(code=503, provisional=None, after=0),
}


def main():
    count, rate = bench.argument(1, 2000), bench.argument(2, 50.0)
    peer = bench.carrier(lambda number: DOES[behaviour_of(number)])
    campaigns = bench.campaigns()
    numbers = [f"+21265{at:07}" for at in range(count)]
    audio = campaigns.api.upload("/audio-management/upload", "t.wav", sound.tone(400, 2))["id"]
    program = campaigns.program(numbers, flows.asks(audio, timeout=4000), callsPerSecond=rate)

    spending, began = bench.Spending(), time.monotonic()
    execution = campaigns.api.post(f"/programs/{program['id']}/launch")["executionId"]
    done = campaigns.finish(execution, seconds=60 + 3 * count / rate)
    seconds = time.monotonic() - began
    spending.tell(count, "call")
    reports = campaigns.settled_reports(execution, count)

    calls = {call.call_id: call for call in peer.seen()}
    starts = sorted(call.first_at for call in calls.values())
    print(f"{len(calls)} calls in {seconds:.1f} s, "
          f"dialled at {(len(starts) - 1) / (starts[-1] - starts[0]):.1f}/s")
    found = judge(done, calls, reports)
    print("\n".join(found) or f"All {len(calls)} calls agree with the carrier.")
    sys.exit(1 if found else 0)


def judge(done, calls, reports):
    rows = reconcile.table(calls, reports)
    for what, there, here in rows:
        print(f"  {what:28} {there:6} {here:6}")
    found = reconcile.disagreements(calls, reports)
    found += [f"{what}: carrier {there}, platform {here}"
              for what, there, here in rows if there != here]
    told = collections.Counter(report["outcome"] for report in reports)
    if told != collections.Counter(done["outcomes"]):
        found.append(f"reports tell {dict(told)}, the execution {done['outcomes']}")
    return found


main()
