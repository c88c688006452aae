#!/usr/bin/env python3
"""Looks ahead over a large audience, then launches it: how long the answers take, and how long the
first INVITE.

    launch.py [CONTACTS]        1,000,000
"""
import sys
import time

import bench
import flows
from callee import Behaviour

BATCH = 1000
MOST_ANSWER_SECONDS = 0.3
MOST_INVITE_SECONDS = 2.0


def main():
    count = bench.argument(1, 1_000_000)
    peer = bench.carrier(lambda number: Behaviour(code=486))
    campaigns = bench.campaigns()
    program = campaigns.program([], flows.hangs_up(), callsPerSecond=20)
    began = time.monotonic()
    for first in range(0, count, BATCH):
        data = [{"primaryPhone": f"+2126{at:08}"} for at in range(first, min(first + BATCH, count))]
        campaigns.api.post("/contact/upsert", {"data": data, "audienceId": program["audienceId"]},
                           status=200)
    print(f"{count:,} contacts upserted into the audience in {time.monotonic() - began:.0f} s")

    asked = time.monotonic()
    seen = campaigns.api.post(f"/programs/{program['id']}/preflight", status=200)
    print(f"preflight of {count:,}: answered in {time.monotonic() - asked:.2f} s; "
          f"finished in half of all cases by {seen['forecast']['finishP50']}")
    asked = time.monotonic()
    execution = campaigns.api.post(f"/programs/{program['id']}/launch")["executionId"]
    answered = time.monotonic() - asked
    peer.wait_for(lambda: peer.seen(), 30, "the first INVITE")
    called = min(call.first_at for call in peer.seen()) - asked
    seen = campaigns.look(execution)
    cancelled = time.monotonic()
    campaigns.api.patch(f"/program-executions/{execution}/cancel")
    print(f"launch of {seen['totalContacts']:,}: answered in {1000 * answered:.0f} ms, first INVITE "
          f"after {called:.2f} s; cancelled in {1000 * (time.monotonic() - cancelled):.0f} ms")
    sys.exit(0 if answered < MOST_ANSWER_SECONDS and called < MOST_INVITE_SECONDS else 1)


main()
