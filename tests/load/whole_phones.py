#!/usr/bin/env python3
"""whole_phones.py PORT FOLDER: a real phone (PJSIP), a trunk of its own. Takes every call to its
numbers, does what whole_plan.py says, and notes in FOLDER/phone-PORT.ndjson what it did.
"""
import heapq
import json
import pathlib
import queue
import signal
import sys
import threading
import time

import bench  # noqa: F401  the phone's folder comes by it
import pjsua2
import whole_plan as plan
from phone import Phone
from phone_call import PhoneCall

PRESSES_SECONDS, LEAVES_SECONDS = 3.0, 1.5


class Desk(Phone):
    """Who sits at the phone hears of every ring by `rung`."""

    def __init__(self, port, folder, rung):
        super().__init__(port, folder)
        self._rung = rung

    def rings(self, call_id):
        call = PhoneCall(self, self.account, call_id)
        told = call.getInfo()
        self._calls.append(call)
        number = told.localUri.split("sip:")[1].split("@")[0]
        if not number.startswith(plan.PHONES):
            refusal = pjsua2.CallOpParam()
            refusal.statusCode = 503
            call.answer(refusal)
            return
        call.take()
        self._rung.put((call, number, told.callIdString))


class Person:
    """Does at each call what is due, one after the other."""

    def __init__(self, log):
        self.rung = queue.Queue()
        self._log = log
        self._due = []
        self._count = 0

    def live(self, until):
        while not until.is_set():
            wait = max(0.005, min(self._due[0][0] - time.monotonic(), 0.2)) if self._due else 0.2
            try:
                self._take(*self.rung.get(timeout=wait))
            except queue.Empty:
                pass
            while self._due and self._due[0][0] <= time.monotonic():
                heapq.heappop(self._due)[2]()

    def _take(self, call, number, call_id):
        kind = plan.kind_of(number)
        if kind.hung_up_by == "carrier":
            self._later(LEAVES_SECONDS, lambda: self._leave(call, number, call_id))
        else:
            self._later(PRESSES_SECONDS, lambda: self._press(call, number, call_id, kind))

    def _later(self, seconds, act):
        self._count += 1
        heapq.heappush(self._due, (time.monotonic() + seconds, self._count, act))

    def _press(self, call, number, call_id, kind):
        digits = plan.digits_of(number)
        if not call.is_over:
            call.press(digits + "#", by_info=kind.keys == "info")
            self._tell(callId=call_id, to=number, pressed=digits)

    def _leave(self, call, number, call_id):
        if not call.is_over:
            call.hang_up()
            self._tell(callId=call_id, to=number, left=True)

    def _tell(self, **what):
        self._log.write(json.dumps(what) + "\n")


def main():
    port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: end.set())
    with open(folder / f"phone-{port}.ndjson", "w", buffering=1) as log:
        person = Person(log)
        with Desk(port, folder, person.rung):
            print("ready")
            person.live(end)


if __name__ == "__main__":
    main()
