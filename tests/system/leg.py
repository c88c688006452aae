"""One call to a callee of the tests: its SIP transactions and dialog, answered by its Behaviour."""
import random
import time

import sip

REASONS = {180: "Ringing", 183: "Session Progress", 200: "OK", 404: "Not Found",
           410: "Gone", 480: "Temporarily Unavailable", 486: "Busy Here",
           487: "Request Terminated", 500: "Server Internal Error",
           503: "Service Unavailable", 600: "Busy Everywhere", 603: "Decline"}
EVENT_TYPE = 101
FIRST_REPEAT_SECONDS = 0.5
LAST_REPEAT_SECONDS = 16


class Leg:
    """`peer` sends, waits and opens ports for it (see uas.py)."""

    def __init__(self, peer, call, source):
        self._peer, self._call, self._source = peer, call, source
        self._does = call.behaviour
        self._tag = f"{random.getrandbits(48):x}"
        self._cseq = 0
        self._last = {}  # CSeq number of an INVITE: the answer to send again
        self._media_port = peer.sink.getsockname()[1]

    def take(self, message):
        if message.code:
            number, method = message.cseq
            self._call.answers.append((method, message.code, message.body))
            if method == "INVITE" and message.code >= 200:
                self._send_request("ACK", cseq=number)
            return
        react = {"INVITE": self._invited, "ACK": self._acked, "CANCEL": self._cancelled,
                 "BYE": self._bye}.get(message.method, self._asked)
        react(message)

    def request(self, method, body=""):
        self._cseq += 1
        self._send_request(method, self._cseq, body)

    def _invited(self, invite):
        number = invite.cseq[0]
        if ";tag=" in invite.one("to"):
            self._reply(invite, 200, self._sdp())
            return
        again = number in self._call.invites
        self._call.invites[number] = self._call.invites.get(number, 0) + 1
        if again:
            if number in self._last:
                self._peer.send(self._last[number], self._source)
            return
        self._invite = invite
        self._media, self._event_type = sip.media_of(invite.body)
        self._call.media = self._media
        if self._does.says_nothing:
            return
        if self._does.provisional:
            self._reply(invite, self._does.provisional,
                        self._sdp() if self._does.early_media else "")
        if self._does.code is not None:
            self._peer.later(self._does.after, self._answer, self._does.code)

    def _answer(self, code):
        if self._call.final is not None:
            return
        self._call.final = code
        if code == 200 and self._does.listens:
            self._call.ear, self._media_port = self._peer.listen()
        self._reply(self._invite, code, self._sdp() if code == 200 else "", self._does.headers)
        self._repeat(FIRST_REPEAT_SECONDS)

    def _repeat(self, seconds):
        """A final answer goes out again until its ACK comes."""
        def again():
            if not self._call.acked and self._call.bye_by is None:
                self._peer.send(self._last[self._invite.cseq[0]], self._source)
                self._repeat(seconds * 2)
        if seconds <= LAST_REPEAT_SECONDS:
            self._peer.later(seconds, again)

    def _acked(self, _):
        if self._call.acked:
            return
        self._call.acked = True
        self._note("acked")
        if self._call.final != 200:
            return
        pad = self._peer.keypad(self._media, self._event_type or EVENT_TYPE,
                                self._call.ear)
        if self._does.speaks:
            pad.speak(lambda: self._call.bye_by is None)
        for seconds, key in self._does.keys:
            self._peer.later(seconds, self._press, pad, key)
        if self._does.hang_up_after is not None:
            self._peer.later(self._does.hang_up_after, self._hang_up)

    def _press(self, pad, key):
        if self._call.bye_by is None:
            pad.press(key)

    def _hang_up(self):
        if self._call.bye_by is None:
            self._call.bye_by = "carrier"
            self._note("over")
            self.request("BYE")

    def _cancelled(self, cancel):
        self._reply(cancel, 200)
        self._call.cancelled = True
        self._note("cancelled")
        self._answer(200 if self._does.picks_up_on_cancel else 487)

    def _bye(self, bye):
        self._reply(bye, 200)
        self._call.bye_by = self._call.bye_by or "platform"
        self._note("over")

    def _note(self, what):
        self._call.at.setdefault(what, time.monotonic())

    def _asked(self, request):
        self._reply(request, 200)

    def _reply(self, request, code, body="", headers=()):
        answer = sip.response(request, code, REASONS[code], self._tag, self._contact(), body,
                              headers)
        if request.method == "INVITE":
            self._last[request.cseq[0]] = answer
        self._peer.send(answer, self._source)

    def _send_request(self, method, cseq, body=""):
        host, port = self._peer.address
        invite = self._invite
        lines = [f"{method} {sip.uri_in(invite.one('contact'))} SIP/2.0",
                 f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{random.getrandbits(64):x}",
                 "Max-Forwards: 70", f"From: {invite.one('to')};tag={self._tag}",
                 f"To: {invite.one('from')}", f"Call-ID: {invite.call_id}",
                 f"CSeq: {cseq} {method}"]
        self._peer.send(sip.finished(lines, self._contact(), body), self._source)

    def _contact(self):
        host, port = self._peer.address
        return f"sip:peer@{host}:{port}"

    def _sdp(self):
        return sip.audio_sdp(self._peer.address[0], self._media_port, EVENT_TYPE)
