"""The carrier's calls beside the platform's reports: one must be the other, call by call.

A carrier's call is what tally.py makes (or the tests' peer, which looks the same): `to`, `dials()`,
`final`, `bye_by`. A report is the answer of GET /call-report/{jobId}.
"""
import collections

OUTCOME_OF_CODE = {486: "busy", 603: "rejected", 487: "no_answer", 404: "failed", 503: "failed"}


def expected_outcome(call):
    if call.final == 200:
        return "user_hangup" if call.bye_by == "carrier" else "completed"
    return OUTCOME_OF_CODE.get(call.final, "failed")


def attempts_of(reports):
    """Every attempt that was dialled. One that a dying worker took along may lack its details."""
    return [attempt for report in reports for attempt in report["attempts"]
            if attempt["call"] and attempt["call"]["dialedAt"] or is_lost(attempt)]


def is_lost(attempt):
    return attempt["outcomeReason"] == "worker_lost"


def disagreements(calls, reports):
    """What differs, in words; empty when the two sides tell the same story."""
    attempts = {attempt["attemptId"] + "@hatif": attempt for attempt in attempts_of(reports)}
    found = [f"{call_id}: the carrier was called, no report tells of it"
             for call_id in calls if call_id not in attempts]
    found += [f"{call_id}: dialled {call.dials()} times"
              for call_id, call in calls.items() if call.dials() > 1]
    for call_id, attempt in attempts.items():
        call = calls.get(call_id)
        if is_lost(attempt):
            continue
        if call is None:
            found.append(f"{call_id}: reported as {attempt['outcome']}, never seen by the carrier")
            continue
        if attempt["call"]["to"] != call.to:
            found.append(f"{call_id}: reported to {attempt['call']['to']}, dialled {call.to}")
        if attempt["outcome"] != expected_outcome(call):
            found.append(f"{call_id} to {call.to}: the carrier says {expected_outcome(call)} "
                         f"({call.final}, BYE by {call.bye_by}), the report {attempt['outcome']} "
                         f"({attempt['outcomeReason']})")
    return found


def table(calls, reports):
    """[(what, counted by the carrier, counted by the platform), ...]"""
    carrier = collections.Counter()
    for call in calls.values():
        carrier["calls"] += 1
        carrier[call.final] += 1
        carrier["BYE by", call.bye_by] += 1
    platform = collections.Counter()
    for attempt in attempts_of(reports):
        details = attempt["call"] or {}
        platform["calls"] += 1
        answered = details.get("answeredAt") is not None
        # Who gives a call up does not wait for the 487 that answers its CANCEL.
        gave_up = 487 if attempt["outcome"] == "no_answer" else None
        platform[200 if answered else details.get("sipCode") or gave_up] += 1
        by = {"callee": "carrier"}.get(details.get("hangupBy"), details.get("hangupBy"))
        platform["BYE by", by if answered else None] += 1
    rows = [("calls", "calls"), ("answered (200)", 200), ("busy (486)", 486),
            ("rejected (603)", 603), ("not answered (487)", 487), ("not found (404)", 404),
            ("out of service (503)", 503), ("hung up by the callee", ("BYE by", "carrier")),
            ("hung up by the platform", ("BYE by", "platform"))]
    return [(what, carrier[key], platform[key]) for what, key in rows]
