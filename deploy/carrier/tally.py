"""Adds up what a witness saw: one line a SIP message in, one value a call out."""
import collections
import json


class Call:
    def __init__(self):
        self.to = None
        self.invites = collections.Counter()  # CSeq: how often it was sent, retransmissions too
        self.challenged = set()               # CSeqs answered by 401 or 407
        self.final = None
        self.bye_by = None

    def dials(self):
        """How often this Call-ID was dialled; what a challenge makes send again is no new dial."""
        return len(self.invites) - len(self.challenged)


def calls(messages):
    """Call-ID: Call, from dictionaries as `Witness.messages` makes them."""
    seen = collections.defaultdict(Call)
    for message in messages:
        call = seen[message["callId"]]
        code, method = message["code"], message["method"]
        if code is None and method == "INVITE" and message["by"] == "platform":
            call.invites[message["cseq"]] += 1
            call.to = message["to"]
        elif code is None and method == "BYE" and call.bye_by is None:
            call.bye_by = message["by"]
        elif code in (401, 407) and method == "INVITE":
            call.challenged.add(message["cseq"])
        elif code and code >= 200 and method == "INVITE" and message["by"] == "carrier":
            # A re-INVITE's answer comes after the one that counts.
            call.final = call.final or code
    return {call_id: call for call_id, call in seen.items() if call.invites}


def calls_in(path):
    with open(path) as lines:
        return calls(json.loads(line) for line in lines if line.endswith("\n"))
