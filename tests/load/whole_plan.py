"""Who is called by the whole campaign, and what must become of each call.

The last two digits of a number say what its owner does, as in deploy/carrier/plan.py; the digits
before say which program calls it.
"""
from typing import NamedTuple

MASS, RECORDED, PHONES = "+21265", "+21266", "+21267"
# Of all numbers, called by a program that records whole calls; and by one that rings real phones.
RECORDED_SHARE, PHONES_SHARE = 0.05, 0.015

SIPPS = {"first": 20460, "second": 20461}
# PJSIP takes four calls at once as it is built; one is kept for those that every trunk refuses.
PHONE_TRUNKS = {f"phone {at}": 20470 + at for at in range(4)}
PHONE_CALLS = 3
TRUNKS = {**SIPPS, **PHONE_TRUNKS}

MOST_DIGITS = 6
GOES_OVER = "goes over to the other trunk"


class Kind(NamedTuple):
    name: str
    endings: range
    outcome: str
    final: int = 200
    hung_up_by: str = "platform"
    keys: str = ""     # how: "events" (RFC 4733), "info", "tones"


KINDS = [
    Kind("keys, RFC 4733", range(0, 30), "completed", keys="events"),
    Kind("keys, INFO", range(30, 35), "completed", keys="info"),
    Kind("keys, tones", range(35, 40), "completed", keys="tones"),
    Kind("keys in the prompt", range(40, 44), "completed", keys="events"),
    Kind("says hello, then keys", range(44, 48), "completed", keys="events"),
    Kind("stays silent", range(48, 54), "completed"),
    Kind("machine", range(54, 62), "voicemail"),
    Kind("hangs up in the prompt", range(62, 68), "user_hangup", hung_up_by="carrier"),
    Kind("hangs up at the question", range(68, 71), "user_hangup", hung_up_by="carrier"),
    Kind("busy", range(71, 77), "busy", 486, None),
    Kind("rejects", range(77, 81), "rejected", 603, None),
    Kind("not found", range(81, 85), "failed", 404, None),
    Kind("rings out", range(85, 89), "no_answer", 487, None),
    Kind(GOES_OVER, range(89, 98), "completed", keys="events"),
    Kind("refused by every trunk", range(98, 100), "failed", 503, None),
]

# The same for the phones: a person at PJSIP has fewer ways.
PHONE_KINDS = [
    Kind("phone: keys, RFC 4733", range(0, 60), "completed", keys="events"),
    Kind("phone: keys, INFO", range(60, 80), "completed", keys="info"),
    Kind("phone: hangs up", range(80, 100), "user_hangup", hung_up_by="carrier"),
]

REFUSALS = {"busy": (486, "Busy Here"), "rejects": (603, "Decline"), "not found": (404, "Not Found")}


def kind_of(number):
    kinds = PHONE_KINDS if number.startswith(PHONES) else KINDS
    return next(each for each in kinds if ending_of(number) in each.endings)


def ending_of(number):
    return int(number[-2:])


def digits_of(number):
    """What the callee presses before the #; every length, repeats too. None: no keys."""
    if not kind_of(number).keys:
        return None
    return digits_for(ending_of(number))


def digits_for(ending):
    if ending % 7 == 0:
        return str(ending % 10) * (2 + ending % 4)
    return f"{(ending + 3) * 7919:06}"[-(1 + ending % MOST_DIGITS):]


def keys_taken(digits):
    """Of these and their # what the question takes: the last possible digit ends it too."""
    return (digits + "#")[:MOST_DIGITS] if digits else ""


def is_recorded(number):
    return number.startswith(RECORDED)


def numbers(count):
    """Of all three programs, in this order."""
    recorded, phones = round(count * RECORDED_SHARE), round(count * PHONES_SHARE)
    # One after the other no two do the same: 37 and 100 share no factor.
    return [[f"{prefix}{at // 100:05}{at * 37 % 100:02}" for at in range(many)] for prefix, many in
            ((MASS, count - recorded - phones), (RECORDED, recorded), (PHONES, phones))]
