#!/usr/bin/env python3
"""A campaign of 2,000 contacts at 50 calls/s with every answer kind, reconciled with the carrier to
the last call and outcome. Reads the suite's environment; the trunk is our own peer.

    campaign.py [CONTACTS [CALLS_PER_SECOND]]
"""
import collections
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / "system"), str(HERE.parents[1] / "deploy" / "carrier")]

import cpu  # noqa: E402
import flows  # noqa: E402
import reconcile  # noqa: E402
import sound  # noqa: E402
from callee import Behaviour  # noqa: E402
from campaigns import Campaigns  # noqa: E402
from client import Client  # noqa: E402
from plan import behaviour_of  # noqa: E402
from uas import Uas  # noqa: E402

TRUNK = ("127.0.0.1", 20460)
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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 50
    peer = Uas(*TRUNK, lambda number: DOES[behaviour_of(number)]).start()
    api = Client(os.environ["HATIF_URL"], os.environ["HATIF_API_KEY"])
    campaigns = Campaigns(api)
    numbers = [f"+21265{at:07}" for at in range(count)]
    audio = api.upload("/audio-management/upload", "t.wav", sound.tone(400, 2))["id"]
    program = campaigns.program(numbers, flows.asks(audio, timeout=4000), callsPerSecond=rate)

    before, began = cpu.spent(os.environ["HATIF_RUN"]), time.monotonic()
    execution = api.post(f"/programs/{program['id']}/launch")["executionId"]
    done = campaigns.finish(execution, seconds=60 + 3 * count / rate)
    seconds = time.monotonic() - began
    after = cpu.spent(os.environ["HATIF_RUN"])
    reports = campaigns.settled_reports(execution, count)

    calls = {call.call_id: call for call in peer.seen()}
    print_rates(calls, seconds)
    print_cpu(before, after, count)
    found = judge(done, calls, reports)
    print("\n".join(found) or f"All {len(calls)} calls agree with the carrier.")
    sys.exit(1 if found else 0)


def print_rates(calls, seconds):
    starts = sorted(call.first_at for call in calls.values())
    print(f"{len(calls)} calls in {seconds:.1f} s, "
          f"dialled at {(len(starts) - 1) / (starts[-1] - starts[0]):.1f}/s")


def print_cpu(before, after, count):
    for name in sorted(after):
        spent = after[name] - before.get(name, 0)
        print(f"  {name:28} {spent:7.2f} s CPU  {1000 * spent / count:6.2f} ms a call")


def judge(done, calls, reports):
    rows = reconcile.table(calls, reports)
    for what, carrier, platform in rows:
        print(f"  {what:28} {carrier:6} {platform:6}")
    found = reconcile.disagreements(calls, reports)
    found += [f"{what}: carrier {carrier}, platform {platform}"
              for what, carrier, platform in rows if carrier != platform]
    told = collections.Counter(report["outcome"] for report in reports)
    if told != collections.Counter(done["outcomes"]):
        found.append(f"reports tell {dict(told)}, the execution {done['outcomes']}")
    return found


main()
