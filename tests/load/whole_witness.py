#!/usr/bin/env python3
"""whole_witness.py FILE: what passed between the platform and the carrier, a JSON line each: SIP
messages, and keys by RFC 4733. Read off the loopback interface, it shares nothing with SIPp or PJSIP.
"""
import ctypes
import json
import re
import signal
import socket
import struct
import sys

import bench  # noqa: F401  the carrier's folder comes by it
import witness
from whole_plan import TRUNKS

MEDIA = re.compile(rb"^m=audio (\d+)", re.M)
BRANCH = re.compile(rb"^(?:Via|v)\s*:[^\r]*?branch=([^;\s,]+)", re.I | re.M)
SIGNAL = re.compile(rb"^Signal\s*=\s*(\S)", re.I | re.M)
EVENT, KEYS = 101, "0123456789*#"
FIRST_PORT, LAST_PORT = min(TRUNKS.values()), max(TRUNKS.values())


class Whole(witness.Witness):
    def __init__(self):
        super().__init__(FIRST_PORT)
        self._keys = {}  # port of the platform: the timestamp of the key that is pressed there

    def lines(self):
        while True:
            packet = self._socket.recv(2048)
            udp = packet[(packet[0] & 15) * 4:]
            source, target = struct.unpack_from("!HH", udp)
            if FIRST_PORT <= source <= LAST_PORT or FIRST_PORT <= target <= LAST_PORT:
                told = self._sip(udp[8:], source, target)
            else:
                told = self._key(udp[8:], source, target)
            if told:
                yield told

    def _sip(self, data, source, target):
        told = witness.read(data)
        if not told:
            return None
        ours = FIRST_PORT <= source <= LAST_PORT
        told.update(by="carrier" if ours else "platform", trunk=source if ours else target)
        branch, media, key = (find.search(data) for find in (BRANCH, MEDIA, SIGNAL))
        if branch:
            told["branch"] = branch[1].decode()
        if media:
            told["media"] = int(media[1])
        if key and told["method"] == "INFO" and told["code"] is None:
            told["key"] = key[1].decode()
        return told

    def _key(self, rtp, source, target):
        timestamp, = struct.unpack_from("!I", rtp, 4)
        if self._keys.get((source, target)) == timestamp or rtp[12] >= len(KEYS):
            return None
        self._keys[source, target] = timestamp
        return {"port": target, "key": KEYS[rtp[12]]}

    def _only(self, port):
        """SIP of the trunks, and RTP of the payload type of keys that carries just an event."""
        accept, drop = (0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0)
        program = [
            (0x30, 0, 0, 9), (0x15, 0, 12, socket.IPPROTO_UDP),
            (0xB1, 0, 0, 0),                                        # x = length of the IP header
            (0x48, 0, 0, 0), (0x35, 0, 1, FIRST_PORT), (0x25, 0, 9, LAST_PORT),
            (0x48, 0, 0, 2), (0x35, 0, 1, FIRST_PORT), (0x25, 0, 6, LAST_PORT),
            (0x50, 0, 0, 9), (0x54, 0, 0, 0x7F),                    # the payload type of RTP
            (0x15, 0, 2, EVENT),
            (0x48, 0, 0, 4), (0x15, 1, 0, 8 + 12 + 4),
            drop, accept]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line)
                                                    for line in program))
        self._socket.setsockopt(socket.SOL_SOCKET, witness.SO_ATTACH_FILTER,
                                struct.pack("HL", len(program), ctypes.addressof(code)))

    def dropped(self):
        """Packets that came faster than they were read."""
        return struct.unpack("II", self._socket.getsockopt(263, 6, 8))[1]


def main():
    whole = Whole()

    def end(*_):
        print(f"witness: {whole.dropped()} packets missed", file=sys.stderr)
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    print("ready")
    with open(sys.argv[1], "w") as seen:
        for told in whole.lines():
            seen.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
