#!/usr/bin/env python3
"""A campaign whose every call is answered and hears a prompt to its end.

    prompts.py [CONTACTS [CALLS_PER_SECOND [SECONDS]]]    2,000 contacts at 100 calls/s, 10 s of audio
"""
import sys
import time

import bench
import flows
import sound
from callee import Behaviour


def main():
    count, rate, seconds = bench.argument(1, 2000), bench.argument(2, 100.0), bench.argument(3, 10.0)
    bench.unbound(int(3 * rate * seconds))
    peer = bench.carrier(lambda number: Behaviour(after=0.2))
    campaigns = bench.campaigns()
    numbers = [f"+21264{at:07}" for at in range(count)]
    audio = campaigns.api.upload("/audio-management/upload", "t.wav", sound.tone(400, seconds))["id"]
    program = campaigns.program(numbers, flows.plays(audio), callsPerSecond=rate)

    spending, began, most = bench.Spending(), time.monotonic(), 0
    execution = campaigns.api.post(f"/programs/{program['id']}/launch")["executionId"]

    def over(it):
        nonlocal most
        most = max(most, it["contactsInProgress"])
        time.sleep(0.5)
        return it["status"] == "completed"

    done = campaigns.until(execution, over, 60 + seconds + 3 * count / rate, "the campaign ends")
    taken = time.monotonic() - began
    spending.tell(count, "call")
    starts = sorted(call.first_at for call in peer.seen())
    print(f"{len(starts)} calls in {taken:.1f} s, {most} at once at most, dialled at "
          f"{(len(starts) - 1) / (starts[-1] - starts[0]):.1f}/s: {done['outcomes']}")
    sys.exit(0 if done["outcomes"] == {"completed": count} else 1)


main()
