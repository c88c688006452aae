#!/usr/bin/env python3
"""figures.py FILE: the last run that bench.py has logged there, in a few lines."""
import json
import sys

run = json.loads(open(sys.argv[1]).read().splitlines()[-1])
driver, rtp = run.get("driver", {}), run.get("rtp", {})
print(f"{run['label']}: {run['calls']} calls at {run['rate']:.0f}/s, flow {run['flow']}, "
      f"success {run['success_pct']} %, retransmissions {run['uas']['retrans']}")
for name, unit in [("cpu_ms_per_call", "ms CPU a call"),
                   ("core_pct_per_100_calls", "% of a core per 100 calls"),
                   ("cpu_us_per_packet", "µs CPU a packet"),
                   ("rss_kb_per_call", "KB a call"),
                   ("idle_core_pct", "% of a core idle"),
                   ("achieved_cps", "calls/s")]:
    if name in run:
        print(f"  {run[name]} {unit}")
if driver:
    print("  " + ", ".join(f"{name} {driver[name]}" for name in driver))
if rtp.get("packets"):
    print("  rtp: " + ", ".join(f"{name} {rtp[name]}" for name in
                                ("packets", "lost", "gap_ms", "share_off_by_ms") if name in rtp))
