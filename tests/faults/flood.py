#!/usr/bin/env python3
"""flood KIND HOST:PORT RATE SECONDS: packets of a stranger, 127.0.0.77, to a port on this machine;
at most 20,000 a second for at most a minute. KIND is sip (INVITE, OPTIONS, BYE, REGISTER and noise by
turns) or rtp (audio and keys). Prints how many it has sent.
"""
import os
import socket
import struct
import subprocess
import sys
import time
import uuid

STRANGER = "127.0.0.77"
TICK_SECONDS = 0.002


class Flood:
    """Runs while the `with` does."""

    def __init__(self, kind, to, rate=10_000, seconds=40):
        self._command = [sys.executable, __file__, kind, "{}:{}".format(*to), str(rate),
                         str(seconds)]
        self.sent = 0

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self._since = time.monotonic()
        assert self._process.stdout.readline() == "begun\n"
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self.sent = int(self._process.communicate(timeout=10)[0])
        self.rate = self.sent / (time.monotonic() - self._since)


def sip_packets(to):
    for method in ("INVITE", "OPTIONS", "BYE", "REGISTER"):
        name = uuid.uuid4()
        yield (f"{method} sip:+212520000001@{to[0]} SIP/2.0\r\n"
               f"Via: SIP/2.0/UDP {STRANGER}:5060;branch=z9hG4bK{name.hex}\r\nMax-Forwards: 70\r\n"
               f"From: <sip:stranger@{STRANGER}>;tag=s\r\nTo: <sip:+212520000001@{to[0]}>\r\n"
               f"Call-ID: {name}\r\nCSeq: 1 {method}\r\nContact: <sip:s@{STRANGER}:5060>\r\n"
               "Content-Length: 0\r\n\r\n").encode()
    yield os.urandom(700)


def rtp_packets(_):
    for at in range(1, 200):
        yield struct.pack("!BBHII", 0x80, 8, at, 160 * at, 7) + bytes(160)
        yield struct.pack("!BBHIIBBH", 0x80, 0x80 | 101, at, 160 * at, 7, 9, 0x8A, 800)


def main():
    kind, to, rate, seconds = sys.argv[1:]
    host, port = to.rsplit(":", 1)
    to, rate, seconds = (host, int(port)), min(int(rate), 20_000), min(float(seconds), 60)
    assert host.startswith("127."), "a flood stays on this machine"
    packets = list({"sip": sip_packets, "rtp": rtp_packets}[kind](to))
    own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own.bind((STRANGER, 0))
    own.setblocking(False)
    sent, began = 0, time.monotonic()
    print("begun", flush=True)
    try:
        while (past := time.monotonic() - began) < seconds:
            while sent < past * rate:
                try:
                    own.sendto(packets[sent % len(packets)], to)
                except (BlockingIOError, ConnectionRefusedError):
                    pass  # counts as one that got lost
                sent += 1
            time.sleep(TICK_SECONDS)
    except KeyboardInterrupt:
        pass
    print(sent)


if __name__ == "__main__":
    import signal
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
