"""The whole campaign's two stories, the carrier's and the platform's, beside each other."""
import collections
import datetime
import itertools
import json

import tally
import whole_plan as plan

TOLD_AT_MOST = 40
COUNTED = ("calls", "INVITEs", "answered", "digits", "left")


class Seen:
    """What the witness noted: calls as tally.py makes them, and of each what else is counted here."""

    def __init__(self, path):
        with open(path) as lines:
            messages = [json.loads(line) for line in lines if line.endswith("\n")]
        self.calls = tally.calls(each for each in messages if "callId" in each)
        self.invites = collections.defaultdict(set)   # Call-ID: {(trunk, branch)}
        self.repeats = collections.Counter()          # what was sent again, by method and code
        self.finals = collections.defaultdict(dict)   # Call-ID: {trunk: final code}
        self.keys = collections.defaultdict(str)      # Call-ID: the keys that went over the wire
        self._owner = {}                              # port of the platform: Call-ID
        self._infos = set()
        for each in messages:
            self._take(each)

    def _take(self, it):
        if "port" in it:
            if it["port"] in self._owner:
                self.keys[self._owner[it["port"]]] += it["key"]
        elif it["method"] == "INVITE" and it["code"] is None and it["by"] == "platform":
            leg = it["trunk"], it["branch"]
            self.repeats["INVITE"] += leg in self.invites[it["callId"]]
            self.invites[it["callId"]].add(leg)
            self._owner[it.get("media")] = it["callId"]
        elif it["method"] == "INVITE" and (it["code"] or 0) >= 200 and it["by"] == "carrier":
            self.repeats[it["code"]] += it["trunk"] in self.finals[it["callId"]]
            self.finals[it["callId"]].setdefault(it["trunk"], it["code"])
        elif "key" in it and (it["callId"], it["cseq"]) not in self._infos:
            self._infos.add((it["callId"], it["cseq"]))
            self.keys[it["callId"]] += it["key"]


def final_of(seen, call_id):
    """The answer that counts: of the last trunk that was tried. No other may follow a 200."""
    codes = seen.finals[call_id]
    return 200 if 200 in codes.values() else next(reversed(codes.values()), None)


def judge(seen, reports, numbers, phones):
    """What differs, in words; empty when both tell the same story."""
    attempts = {attempt["attemptId"] + "@hatif": (report, attempt)
                for report in reports for attempt in report["attempts"]}
    found = [f"{call_id}: the carrier was called, no report tells of it"
             for call_id in seen.calls if call_id not in attempts]
    found += [f"{call_id}: reported as {attempt['outcome']} ({attempt['outcomeReason']}), never "
              "seen by the carrier"
              for call_id, (_, attempt) in attempts.items() if call_id not in seen.calls]
    called = collections.Counter(call.to for call in seen.calls.values())
    found += [f"{number}: called {called[number]} times" for number in numbers if called[number] != 1]
    found += [f"{number}: nobody's number was called" for number in called.keys() - set(numbers)]
    for call_id, call in seen.calls.items():
        if call_id in attempts:
            found += [f"{call_id} to {call.to} ({plan.kind_of(call.to).name}): {what}" for what in
                      differences(seen, call_id, call, *attempts[call_id], phones.get(call_id))]
    return found


def differences(seen, call_id, call, report, attempt, phone):
    kind, details = plan.kind_of(call.to), attempt["call"] or {}
    legs = collections.Counter(trunk for trunk, _ in seen.invites[call_id])
    if max(legs.values()) > 1:
        yield f"dialled {dict(legs)} times"
    if len(dials_of(attempt)) != sum(legs.values()):
        yield f"{len(dials_of(attempt))} trunks reported, {dict(legs)} on the wire"
    if len(report["attempts"]) != 1:
        yield f"{len(report['attempts'])} attempts"
    final = final_of(seen, call_id)
    if final != kind.final:
        yield f"the carrier answered {final}, by plan {kind.final}"
    if details.get("to") != call.to:
        yield f"reported to {details.get('to')}"
    if attempt["outcome"] != kind.outcome:
        yield (f"reported as {attempt['outcome']} ({attempt['outcomeReason']}), carrier: {final}, "
               f"BYE by {call.bye_by}; {listening(attempt)}")
    if (details.get("answeredAt") is not None) != (final == 200):
        yield f"answered at {details.get('answeredAt')}, the carrier's final answer is {final}"
    if final != 200 and kind.outcome != "no_answer" and details.get("sipCode") != final:
        yield f"reported code {details.get('sipCode')}, the carrier's is {final}"
    if final == 200:
        by = {"callee": "carrier"}.get(details.get("hangupBy"), details.get("hangupBy"))
        if not by == call.bye_by == kind.hung_up_by:
            yield f"hung up by {by}, on the wire by {call.bye_by}, by plan by {kind.hung_up_by}"
    yield from digit_differences(seen, call_id, call, kind, attempt, phone)
    yield from recording_differences(call, final, attempt, details)


def digit_differences(seen, call_id, call, kind, attempt, phone):
    wanted, told = plan.digits_of(call.to), digits_reported(attempt)
    on_the_wire = seen.keys[call_id].rstrip("#")
    if kind.keys not in ("", "tones") and on_the_wire != wanted:
        yield f"keys {on_the_wire!r} on the wire, by plan {wanted!r}"
    if call.to.startswith(plan.PHONES) and (phone or {}).get("pressed") != wanted:
        yield f"the phone says {phone}, by plan {wanted!r}"
    if told != wanted:
        yield (f"keys {told!r} reported, by plan {wanted!r}, on the wire {on_the_wire!r}; "
               f"{listening(attempt)}")
    pressed = "".join(each["data"].get("digit", "") for each in attempt["events"]
                      if each["type"] == "dtmf")
    if pressed != plan.keys_taken(wanted):
        yield f"events of the keys {pressed!r}, by plan {wanted!r} and #"


def digits_reported(attempt):
    return ((attempt["flowExecution"] or {}).get("finalVariables") or {}).get("keys")


def dials_of(attempt):
    """The first INVITE, and one for each trunk that it went over to."""
    return [each for each in attempt["events"] if each["type"] == "dial"]


def listening(attempt):
    heard = [each["data"] for each in attempt["events"] if each["type"] in ("amd", "dtmf")]
    return json.dumps(heard)


def verdicts(reports):
    """How AMD decided: a line a kind."""
    causes, delays = collections.defaultdict(collections.Counter), []
    for attempt in (attempt for report in reports for attempt in report["attempts"]):
        for each in attempt["events"]:
            if "verdict" in each["data"] and each["type"] == "amd":
                kind = plan.kind_of(attempt["call"]["to"]).name
                causes[kind][each["data"]["verdict"], each["data"]["cause"]] += 1
                delays.append(each["data"]["delayMs"])
    for kind, counts in causes.items():
        told = ", ".join(f"{verdict} by {cause} {count}"
                         for (verdict, cause), count in counts.most_common())
        yield f"  AMD, {kind}: {told}"
    if delays:
        delays.sort()
        yield f"  AMD decided {len(delays)} times, median after {delays[len(delays) // 2]} ms"


def pace(reports):
    """How fast was dialled, and how many calls were live at once."""
    calls = [attempt["call"] for report in reports for attempt in report["attempts"]
             if attempt["call"]]
    begun = sorted(_instant(call["dialedAt"]) for call in calls)
    moments = sorted([(at, 1) for at in begun]
                     + [(_instant(call["terminatedAt"]), -1) for call in calls])
    most = max(itertools.accumulate(step for _, step in moments))
    return (f"dialled at {(len(begun) - 1) / (begun[-1] - begun[0]):.1f}/s on the whole, "
            f"{most} calls at once at most")


def _instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def recording_differences(call, final, attempt, details):
    wanted = int(plan.is_recorded(call.to) and final == 200)
    saved = [it for it in attempt["recordings"] if it["status"] == "saved"]
    if len(saved) != wanted or len(attempt["recordings"]) != wanted:
        told = [(it["status"], it.get("errorCode")) for it in attempt["recordings"]]
        yield f"recordings {told}, wanted {wanted}"
    for it in saved:
        if abs(it["durationMs"] - (details["durationMs"] or 0)) > 500 or it["channels"] != 2:
            yield f"recorded {it['durationMs']} ms of {details['durationMs']}, {it['channels']} channels"


def sheet(seen, reports):
    """Lines of the balance sheet, kind by kind: by plan, at the carrier, in the reports."""
    carrier, platform = collections.Counter(), collections.Counter()
    for call_id, call in seen.calls.items():
        name = plan.kind_of(call.to).name
        carrier[name, "calls"] += 1
        carrier[name, "answered"] += final_of(seen, call_id) == 200
        carrier[name, "digits"] += len(seen.keys[call_id].replace("#", ""))
        carrier[name, "left"] += call.bye_by == "carrier"
        carrier[name, "INVITEs"] += len(seen.invites[call_id])
    outcomes = collections.defaultdict(collections.Counter)
    for attempt in (attempt for report in reports for attempt in report["attempts"]):
        details = attempt["call"] or {}
        name = plan.kind_of(details["to"]).name if details.get("to") else "not dialled"
        platform[name, "calls"] += 1
        platform[name, "answered"] += details.get("answeredAt") is not None
        platform[name, "digits"] += len(digits_reported(attempt) or "")
        platform[name, "left"] += details.get("hangupBy") == "callee"
        platform[name, "INVITEs"] += len(dials_of(attempt))
        outcomes[name][attempt["outcome"]] += 1
    names = [kind.name for kind in plan.KINDS + plan.PHONE_KINDS] + ["not dialled"]
    yield "| carrier / reports | calls | INVITEs | answered | digits | hung up by callee | outcomes |"
    yield "|---|---|---|---|---|---|---|"
    for name in names:
        cells = [_pair(carrier[name, what], platform[name, what], name, what)
                 for what in COUNTED]
        told = ", ".join(f"{outcome} {count}" for outcome, count in outcomes[name].most_common())
        if platform[name, "calls"] or carrier[name, "calls"]:
            yield f"| {name} | {' | '.join(cells)} | {told} |"
    sums = [[sum(side[name, what] for name in names) for side in (carrier, platform)]
            for what in COUNTED]
    yield f"| all | {' | '.join(f'{there} / {here}' for there, here in sums)} | |"


def _pair(there, here, name, what):
    if name == "keys, tones" and what == "digits":
        return f"in the voice / {here}"
    return f"{there} / {here}"


def lines_of(found):
    """The differences, the first of them in full."""
    yield from found[:TOLD_AT_MOST]
    if len(found) > TOLD_AT_MOST:
        yield f"and {len(found) - TOLD_AT_MOST} more"


def told_otherwise(reports, executions):
    told = collections.Counter(report["outcome"] for report in reports)
    counted = collections.Counter()
    for each in executions:
        counted.update(each["outcomes"])
    return [] if told == counted else [f"reports tell {dict(told)}, the executions {dict(counted)}"]
