"""The numbering plan of the simulated carrier: the last two digits say what the called one does."""
from typing import NamedTuple


class Behaviour(NamedTuple):
    name: str
    endings: range
    says: str


PLAN = [
    Behaviour("presses_1", range(0, 50), "answers and presses 1"),
    Behaviour("presses_2", range(50, 60), "answers and presses 2"),
    Behaviour("stays_silent", range(60, 65), "answers and stays silent"),
    Behaviour("presses_9_then_1", range(65, 70), "answers, presses 9, then 1"),
    Behaviour("hangs_up", range(70, 78), "answers and hangs up midway"),
    Behaviour("busy", range(78, 83), "is busy: 486"),
    Behaviour("rejects", range(83, 88), "rejects: 603"),
    Behaviour("rings_out", range(88, 92), "rings until it is given up: 487"),
    Behaviour("not_found", range(92, 96), "does not exist: 404"),
    Behaviour("unavailable", range(96, 100), "is out of service: 503"),
]

ANSWERS = {"presses_1", "presses_2", "stays_silent", "presses_9_then_1", "hangs_up"}
REFUSALS = {"busy": (486, "Busy Here"), "rejects": (603, "Decline"),
            "not_found": (404, "Not Found"), "unavailable": (503, "Service Unavailable")}
FINAL_CODES = {name: code for name, (code, _) in REFUSALS.items()} | {"rings_out": 487}


def behaviour_of(number):
    """What the one with this number does: +212612345678 ends in 78 and is busy."""
    ending = int(number[-2:])
    return next(each.name for each in PLAN if ending in each.endings)
