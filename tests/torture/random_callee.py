"""A callee that answers in any way: every kind of answer in any order, late, twice, by the wrong tag,
with garbage for SDP, and with requests of its own. The same for the same seed, as far as time allows."""
import heapq
import itertools
import select
import time

from mutation import SDP, mutate
from trunk_side import answer, header, within

FINALS = [200] * 30 + [202, 299, 300, 302, 380, 400, 401, 403, 404, 407, 408, 415, 420, 422,
          480, 481, 484, 486, 487, 488, 491, 500, 503, 504, 580, 600, 603, 606, 699]
PROVISIONALS = [100, 100, 180, 180, 181, 182, 183, 183, 199]
OWN = ["INVITE", "UPDATE", "INFO", "BYE", "OPTIONS", "REFER", "NOTIFY", "MESSAGE", "CANCEL", "PRACK"]
BODIES = [SDP] * 6 + ["", "nonsense", SDP.replace("RTP/AVP 8 0", "RTP/AVP 18"),
                      SDP.replace("4000", "0"), SDP.replace("127.0.0.1", "224.0.0.1"),
                      SDP.replace("sendrecv", "sendonly"), SDP.replace("IN IP4", "IN IP6"),
                      SDP * 20, "v=0\r\n" + "m=audio 1 RTP/AVP 8\r\n" * 500, SDP[:40]]


class RandomCallee:
    def __init__(self, endpoint, chance):
        self.endpoint = endpoint
        self.chance = chance
        self.at = "{}:{}".format(*endpoint.trunk.getsockname())
        self.due = []
        self.order = itertools.count()
        self.invites = self.said = 0
        self.seen = set()

    def live(self, quiet):
        """Until nothing was heard or to be said for `quiet` seconds."""
        last = time.monotonic()
        while time.monotonic() < last + quiet:
            if self.speak():
                last = time.monotonic()
            wait = min(0.02, max(0.0, self.due[0][0] - time.monotonic())) if self.due else 0.02
            if select.select([self.endpoint.trunk], [], [], wait)[0]:
                last = time.monotonic()
                self.hear(self.endpoint.trunk.recv(65536).decode("utf-8", "replace"))
            yield

    def speak(self):
        now = time.monotonic()
        said = 0
        while self.due and self.due[0][0] <= now:
            self.endpoint.send(heapq.heappop(self.due)[2])
            said += 1
        self.said += said
        return said

    def later(self, text, after):
        for _ in range(2 if self.chance.random() < 0.15 else 1):  # twice, now and then
            data = mutate(text, self.chance)[:65507] if self.chance.random() < 0.04 else text.encode()
            heapq.heappush(self.due, (time.monotonic() + after, next(self.order), data))

    def hear(self, message):
        method = message.split(" ", 1)[0]
        if method in ("SIP/2.0", "ACK"):
            return
        key = (method, header(message, "Call-ID"), header(message, "CSeq"))
        if key in self.seen and self.chance.random() < 0.9:
            return
        self.seen.add(key)
        if method == "INVITE":
            self.invites += 1
            self.answer_invite(message)
        elif method == "CANCEL":
            self.answer_cancel(message)
        elif self.chance.random() < 0.9:
            self.later(answer(message, self.chance.choice([200, 200, 200, 401, 408, 481, 491, 500])),
                       self.pause())

    def pause(self):
        return self.chance.choice([0, 0, 0, 0.001, 0.02, 0.1, 0.3, 1.2, 2.6])

    def answer_invite(self, message):
        if self.chance.random() < 0.03:
            return
        after = 0.0
        codes = self.chance.choices(PROVISIONALS, k=self.chance.choice([0, 1, 1, 2, 3]))
        codes += self.chance.choices(FINALS, k=self.chance.choice([0, 1, 1, 1, 1, 1, 2]))
        if self.chance.random() < 0.1:
            self.chance.shuffle(codes)
        for code in codes:
            after += self.pause()
            self.later(self.one_answer(message, code), after)
        for number in range(self.chance.choice([0, 0, 0, 1, 2])):
            after += self.pause()
            method = self.chance.choice(OWN)
            tag = self.chance.choice(["a", "a", "a", "b", ""])
            self.later(within(message, method, self.at, 10 + number, tag, self.chance.choice(BODIES)),
                       after)

    def one_answer(self, message, code):
        headers = []
        if 100 < code < 200 and self.chance.random() < 0.3:
            headers += ["Require: 100rel", f"RSeq: {self.chance.choice([0, 1, 1, 1, 2, 2, 3, 4294967295])}"]
        if code == 200 and self.chance.random() < 0.2:
            headers.append(self.chance.choice([
                "Session-Expires: 90;refresher=uac", "Session-Expires: 0", "Session-Expires: 90",
                "Require: timer", "Record-Route: <sip:127.0.0.1;lr>",
                "Record-Route: <sip:nowhere.invalid;lr>", "Allow: UPDATE, REFER"]))
        if code in (401, 407):
            name = "WWW" if code == 401 else "Proxy"
            headers.append(f'{name}-Authenticate: Digest realm="r", nonce="{self.said}"')
        contact = self.chance.choice([f"sip:callee@{self.at}"] * 5 + ["", "sip:x@nowhere.invalid", "*"])
        tag = self.chance.choice(["a"] * 6 + ["b", "c", ""])
        body = self.chance.choice(BODIES) if code in (180, 183, 200) else ""
        said = answer(message, code, tag, body, headers, contact)
        if self.chance.random() < 0.03:  # of another call, another request, another hop
            name = self.chance.choice(["Call-ID", "CSeq", "Via", "From"])
            said = said.replace(header(said, name), "1 BYE" if name == "CSeq" else "x@nobody", 1)
        return said

    def answer_cancel(self, message):
        choice = self.chance.random()
        if choice < 0.7:
            self.later(answer(message, 200, "a"), self.pause())
        elif choice < 0.85:
            self.later(answer(message, 481, "a"), self.pause())
        invite = message.replace("CANCEL sip", "INVITE sip", 1).replace(" CANCEL", " INVITE")
        if self.chance.random() < 0.8:
            self.later(answer(invite, 487, "a"), self.pause())
        else:
            self.later(self.one_answer(invite, 200), self.pause())
