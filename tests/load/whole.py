#!/usr/bin/env python3
"""A campaign with all features on, reconciled with the carrier to the last call and the last digit.

    whole.py [CALLS [CALLS_PER_SECOND]]        2,000 calls at 60/s

Three programs at once: one whose callees are SIPp's (two trunks, one refuses a share of the calls),
one that records whole calls of the same, one that calls real phones (PJSIP). AMD listens beside the
prompt and question. whole_plan.py says who does what. Ends with 1 when anything differs.
"""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import bench
import cpu
import flows
import hearing
import whole_balance as balance
import whole_figures
import whole_plan as plan
from client import Client
from waiting import eventually
from whole_carrier import Carrier

RING_MILLISECONDS = 4000
SETTLES_SECONDS = 60
FOLDER = pathlib.Path(os.environ["HATIF_DIR"]) / "whole"


def main():
    count, rate = bench.argument(1, 2000), bench.argument(2, 60.0)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    carrier = Carrier(FOLDER)
    witness = helper("whole_witness.py", FOLDER / "seen.ndjson")
    helpers = {"witness": witness,
               **{name: helper("whole_phones.py", port, FOLDER)
                  for name, port in plan.PHONE_TRUNKS.items()}}
    try:
        await_ready(helpers)
        dids = set_trunks()
        found = campaign(count, rate, carrier, helpers, dids)
    finally:
        stop(helpers)
        carrier.stop()
    print("\n".join(balance.lines_of(found)) or
          f"All {count} calls agree with the carrier, to the last digit.")
    sys.exit(1 if found else 0)


def campaign(count, rate, carrier, helpers, dids):
    campaigns = bench.campaigns()
    bench.unbound(5000)
    numbers = plan.numbers(count)
    programs = make_programs(campaigns, numbers, rate, dids)
    spending, began = bench.Spending(), time.monotonic()
    peers = peers_spent(carrier, helpers)
    executions = [campaigns.api.post(f"/programs/{it}/launch")["executionId"] for it in programs]
    seconds = 120 + 3 * count / rate
    done = [follow(campaigns, it, began + seconds) for it in executions]
    taken = time.monotonic() - began
    settle(campaigns.api, executions)
    settled = time.monotonic() - began - taken
    print(f"{count} calls in {taken:.1f} s; reports settled {settled:.1f} s later; "
          f"SIPp restarted {len(carrier.restarts)} times; load {os.getloadavg()}")
    spending.tell(count, "call")
    for name, ticks in peers_spent(carrier, helpers).items():
        print(f"  ({name:26}) {ticks - peers.get(name, 0):7.2f} s CPU")
    stop(helpers)
    reports = [report for it in executions for report in export(it)]
    whole_figures.tell()
    return tell(carrier, campaigns.api, reports, sum(numbers, []), done)


def tell(carrier, api, reports, numbers, done):
    seen = balance.Seen(FOLDER / "seen.ndjson")
    phones = {it["callId"]: it for port in plan.PHONE_TRUNKS.values()
              for it in map(json.loads, open(FOLDER / f"phone-{port}.ndjson"))}
    print("\n".join([*balance.sheet(seen, reports), *balance.verdicts(reports),
                     balance.pace(reports)]))
    invites = sum(len(legs) for legs in seen.invites.values())
    print(f"INVITEs {invites}, sent again {dict(+seen.repeats)}; SIPp ended {carrier.restarts}")
    found = balance.judge(seen, reports, numbers, phones)
    found += balance.told_otherwise(reports, done)
    found += [f"{it['id']}: {it['status']}, {it['totalContacts']} contacts, {it['outcomes']}"
              for it in done if it["status"] != "completed" or it["contactsSkipped"]]
    told = {attempt["attemptId"] for report in reports for attempt in report["attempts"]}
    return found + recordings_differ(api, reports) + whole_figures.facts_differ(told)


def make_programs(campaigns, numbers, rate, dids):
    """Their ids: of the mass, of those that are recorded, of the phones."""
    said = {name: hearing.voice(FOLDER, name, text) for name, text in
            (("ask", "Bonjour, composez votre code, puis dièse."), ("thanks", "Merci."))}
    audios = {name: campaigns.api.upload("/audio-management/upload", file.name,
                                         file.read_bytes())["id"] for name, file in said.items()}
    total, made = sum(map(len, numbers)), []
    free = [did["number"] for did in campaigns.api.pages("/dids/available")
            if did["number"] not in dids]
    for part, pool, more in zip(numbers, (free, free, dids), ({}, {"recording": "full"}, {})):
        program = campaigns.program(part, graph(audios), didPool=pool,
                                    callsPerSecond=max(rate * len(part) / total, 0.2), **more)
        made.append(program["id"])
    return made


def graph(audios):
    node = flows.node
    return {"startNodeId": "call", "nodes": [
        node("call", "dial", {"timeout": RING_MILLISECONDS, "enableAMD": True, "amdMode": "async"},
             onAnswer="ask", onVoicemail="leave"),
        node("ask", "play", {"audioItems": flows.audio(audios["ask"]), "bargeIn": True},
             onComplete="code"),
        node("code", "dtmf",
             {"mode": "multi_digit", "variable": "keys", "timeout": 3000,
              "multiDigitConfig": {"minDigits": 1, "maxDigits": plan.MOST_DIGITS, "terminator": "#",
                                   "interDigitTimeout": 2000}},
             onSuccess="thanks", default="end"),
        node("thanks", "play", {"audioItems": flows.audio(audios["thanks"])}, onComplete="end"),
        node("leave", "play", {"audioItems": flows.audio(audios["ask"])}, onComplete="end"),
        node("end", "hangup")]}


def set_trunks():
    """SIPp's two trunks share the calls; each phone's is only for a number of its own: those."""
    admin = Client(os.environ["HATIF_URL"], os.environ["HATIF_ADMIN_KEY"])
    own = {trunk["port"]: trunk["id"] for trunk in admin.pages("/trunks")}
    dids = []
    for name, port in plan.TRUNKS.items():
        wanted = {"name": name, "host": "127.0.0.1", "port": port, "optionsEvery": 0}
        if name in plan.PHONE_TRUNKS:
            wanted.update(priority=1, maxConcurrentCalls=plan.PHONE_CALLS)
        if port in own:
            admin.put(f"/trunks/{own[port]}", wanted)
        else:
            own[port] = admin.post("/trunks", {**wanted, "transport": "udp"})["id"]
        if name in plan.PHONE_TRUNKS:
            did = admin.post("/dids", {"number": f"+2125201{port}", "country": "MA",
                                       "trunkId": own[port]})
            admin.post(f"/dids/{did['id']}/assign",
                       {"organizationId": os.environ["HATIF_ORG"]}, status=200)
            dids.append(did["number"])
    return dids


def helper(name, *arguments):
    return subprocess.Popen([sys.executable, "-u", bench.HERE / name, *map(str, arguments)],
                            stdout=subprocess.PIPE, text=True)


def await_ready(helpers):
    """Each says so on a line of its own; PJSIP has more to say before."""
    for name, process in helpers.items():
        if not any(line == "ready\n" for line in process.stdout):
            sys.exit(f"{name} has ended")


def stop(helpers):
    for process in helpers.values():
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in helpers.values():
        process.wait(60)


def peers_spent(carrier, helpers):
    pids = {f"SIPp, {name}": pid for name, pid in carrier.pids().items()}
    pids.update((name, process.pid) for name, process in helpers.items())
    return {name: cpu.of(pid) for name, pid in pids.items()}


def follow(campaigns, execution, deadline):
    def over(it):
        time.sleep(1)
        return it["status"] == "completed"

    return campaigns.until(execution, over, max(deadline - time.monotonic(), 1), "the campaign ends")


def settle(api, executions):
    """Reporting has caught up when it knows of no call that waits or runs."""
    def none_left():
        return all(api.get("/call-report", executionId=it, status=status, limit=1)["meta"]["total"] == 0
                   for it in executions for status in ("queued", "active"))

    eventually(none_left, SETTLES_SECONDS, "the reports follow the calls")


def export(execution):
    api = bench.suite()
    answer = api.ask("GET", "/call-report/export", stream=True,
                     params={"format": "ndjson", "executionId": execution})
    assert answer.status_code == 200, answer.text
    with open(FOLDER / "reports.ndjson", "ab") as kept:
        lines = [line for line in answer.iter_lines() if line]
        kept.writelines(line + b"\n" for line in lines)
    return [json.loads(line) for line in lines]


def recordings_differ(api, reports):
    """Of every fiftieth recording the file itself: the very bytes whose hash is told."""
    made = [it for report in reports for attempt in report["attempts"]
            for it in attempt["recordings"]]
    found = []
    for it in made[::50]:
        answer = api.ask("GET", f"/recordings/{it['id']}/download")
        if hashlib.sha256(answer.content).hexdigest() != it["hash"]:
            found.append(f"recording {it['id']}: {answer.status_code}, {len(answer.content)} bytes")
    print(f"recordings: {len(made)}, saved {sum(it['status'] == 'saved' for it in made)}, "
          f"files looked at {len(made[::50])}")
    return found


if __name__ == "__main__":
    main()
