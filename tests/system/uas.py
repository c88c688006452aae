"""The callees of the tests: a SIP peer in plain Python that no line of the platform is in.

It answers by rules (a Behaviour for each number called), counts every INVITE by Call-ID and CSeq,
presses keys and listens. It runs in a thread of its own; tests wait for what it sees.
"""
import asyncio
import contextlib
import socket
import threading

import arrival
import rtp
import sip
from callee import Behaviour, Call
from leg import Leg
from relay import Relay

RECEIVE_BUFFER = 8 << 20


class Uas:
    def __init__(self, host, port, behaviour=lambda number: Behaviour()):
        self.address = (host, port)
        self.behaviour = behaviour
        self._calls = {}
        self._legs = {}
        self._relay = Relay(self.address, self.send)
        self._changed = threading.Condition()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    # For the tests' thread.

    def start(self):
        self._thread.start()
        if not self._ready.wait(5):
            raise RuntimeError(f"the peer cannot listen at {self.address}")
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def forget(self):
        """What was seen so far counts no more; calls in progress go on unseen."""
        with self._changed:
            self._calls = {}

    def seen(self, number=None):
        """The calls so far, in order, to one number or to all."""
        with self._changed:
            return [call for call in self._calls.values() if number in (None, call.to)]

    def wait_for(self, holds, seconds, what):
        """Waits until `holds()` is true; it is asked again whenever the peer sees something."""
        with self._changed:
            if not self._changed.wait_for(holds, seconds):
                raise AssertionError(f"not within {seconds} s: {what}")

    def ask(self, call, method, body=""):
        """Sends a request within the dialog; its answer arrives in `call.answers`."""
        leg = self._legs[call.call_id]
        self._loop.call_soon_threadsafe(self._locked, leg.request, method, body)

    def relay(self, number, phone):
        """Calls to this number go on to a phone at (host, port), unseen by this peer."""
        self._loop.call_soon_threadsafe(self._relay.add, number, phone)

    # For the legs, in the loop's thread.

    def send(self, data, to):
        with contextlib.suppress(OSError):  # as lost on the way
            self._own.sendto(data, to)

    def later(self, seconds, act, *arguments):
        self._loop.call_later(seconds, self._locked, act, *arguments)

    def listen(self):
        """An ear at a port of its own: (ear, port)."""
        own = self._port_of_its_own()
        ear = rtp.Ear(own)
        self._loop.add_reader(own, ear.listen)
        return ear, own.getsockname()[1]

    def keypad(self, media, event_type, ear=None):
        own = ear.own if ear else self.sink
        return rtp.KeyPad(self._loop, own, media, event_type)

    # The loop.

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._open()
        self._ready.set()
        self._loop.run_forever()
        self._own.close()
        self.sink.close()

    def _open(self):
        self._own = self._port_of_its_own(self.address[1])
        self._own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        arrival.stamp(self._own)
        self._loop.add_reader(self._own, self._listen)
        # Who does not listen shares one port: its audio is left to the kernel to drop.
        self.sink = self._port_of_its_own()

    def _port_of_its_own(self, port=0):
        own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        own.bind((self.address[0], port))
        own.setblocking(False)
        return own

    def _listen(self):
        while datagram := arrival.receive(self._own):
            data, source, at = datagram
            try:
                message = sip.Message(data)
            except ValueError:
                continue
            self._locked(self._take, message, source, at)

    def _locked(self, act, *arguments):
        with self._changed:
            act(*arguments)
            self._changed.notify_all()

    def _take(self, message, source, at):
        if self._relay.takes(message, sip.user_of(message.uri or "")):
            return
        leg = self._legs.get(message.call_id)
        if leg is None and message.method == "INVITE":
            leg = self._new_leg(message, source, at)
        if leg:
            leg.take(message)
        elif message.method == "OPTIONS":
            self.send(sip.response(message, 200, "OK", tag="peer"), source)
        elif message.method and message.method != "ACK":
            gone = sip.response(message, 481, "Call/Transaction Does Not Exist", tag="peer")
            self.send(gone, source)

    def _new_leg(self, invite, source, at):
        number = sip.user_of(invite.uri)
        call = Call(invite.call_id, number, sip.user_of(invite.one("from")),
                    self.behaviour(number), source, first_at=at)
        self._calls[invite.call_id] = call
        self._legs[invite.call_id] = Leg(self, call, source)
        return self._legs[invite.call_id]
