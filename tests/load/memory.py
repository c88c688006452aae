#!/usr/bin/env python3
"""memory.py PID METRICS EVERY DRIVER...: the memory of a dialer while DRIVER has it make calls, after
each EVERY of them, and when it has been at rest for a while. Ends with 1 when it
has grown: the highest reading of the second half counts against that of the first.
"""
import re
import subprocess
import sys
import time
import urllib.request

BETWEEN_LOOKS_SECONDS = 0.2
REST_SECONDS = 40         # transactions and finished leases are kept for up to 32 s
PATIENCE_SECONDS = 60     # without a single call
MAY_GROW = 0.05
STARTED = re.compile(r"^hatif_dialer_calls_total(?:\{[^}]*\})? (\S+)$", re.M)


def resident(pid):
    """MB"""
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) / 1024


def calls_begun(metrics):
    with urllib.request.urlopen(metrics, timeout=5) as answer:
        found = STARTED.search(answer.read().decode())
    return int(float(found[1])) if found else 0


def main():
    pid, metrics, every = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    driver = subprocess.Popen(sys.argv[4:])
    print(f"before: {resident(pid):.1f} MB", flush=True)
    readings, begun, moved = [], 0, time.monotonic()
    while driver.poll() is None:  # whoever finds no room is refused, and counts in no reading
        time.sleep(BETWEEN_LOOKS_SECONDS)
        now = calls_begun(metrics)
        if now > begun:
            begun, moved = now, time.monotonic()
        elif time.monotonic() - moved > PATIENCE_SECONDS:
            driver.kill()
            sys.exit(f"no call for {PATIENCE_SECONDS} s, after {begun}")
        if begun >= (len(readings) + 1) * every:
            readings.append(resident(pid))
            print(f"{begun:7} calls: {readings[-1]:.1f} MB", flush=True)
    if driver.returncode != 0:
        sys.exit("the driver has failed")
    time.sleep(REST_SECONDS)
    print(f"{REST_SECONDS} s later: {resident(pid):.1f} MB")
    half = len(readings) // 2
    grown = max(readings[half:]) / max(readings[:half]) - 1
    print(f"second half against the first: {100 * grown:+.1f} %")
    sys.exit(grown > MAY_GROW)


main()
