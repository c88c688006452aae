"""What the whole campaign leaves behind besides reports: the dialers' figures and complaints, and the
facts of every attempt as Kafka has them."""
import collections
import os
import pathlib
import re
import urllib.request

from facts import Facts

TOPIC = "hatif.call-events.v1"
DIALERS = {"hatif-dialer-0": 20190, "hatif-dialer-1": 20191}
LINE = re.compile(r'level=(warning|error) service=(\S+) what=("[^"]*"|\S+)(?: why=("[^"]*"|\S+))?')
# The services start before all that they need is there.
OF_THE_START = re.compile(
    r"Connection refused|brokers are down|connect to all addresses|topic not available")


def tell():
    for name, port in DIALERS.items():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        print(f"  {name}: " + "; ".join(line for line in lines if line and line[0] != "#"
                                        and "_bucket" not in line))
    complaints = collections.Counter()
    for file in (pathlib.Path(os.environ["HATIF_DIR"]) / "log").glob("hatif-*.log"):
        for found in LINE.finditer(file.read_text(errors="replace")):
            if not OF_THE_START.search(found[0]):
                complaints[found.groups()] += 1
    for said, count in complaints.most_common(20):
        print(f"  logged {count} times: {said}")


def facts_differ(attempts):
    """Each attempt begins once, under one lease, ends once, and no event of it is missing."""
    begun, ended, sequences = collections.defaultdict(set), collections.Counter(), {}
    taken = collections.defaultdict(int)
    for fact in Facts(os.environ["HATIF_KAFKA"]).all(TOPIC):
        attempt, sequence = fact.value.attempt_id, fact.value.sequence
        if sequence <= taken[attempt]:
            continue  # the same again
        if sequence != taken[attempt] + 1:
            sequences[attempt] = (taken[attempt], sequence)
        taken[attempt] = sequence
        if fact.kind == "dialed":
            begun[attempt].add(fact.what.epoch)
        ended[attempt] += fact.kind == "finished"
    found = [f"{it}: begun under leases {sorted(begun[it])}, ended {ended[it]} times"
             for it in attempts | taken.keys() if len(begun[it]) != 1 or ended[it] != 1]
    found += [f"{it}: event {now} follows {before}" for it, (before, now) in sequences.items()]
    print(f"facts: {sum(taken.values())} of {len(taken)} attempts")
    return found
