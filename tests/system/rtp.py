"""RTP as a plain peer needs it: keys by RFC 4733, and an ear."""
import random
import socket
import struct

KEYS = "0123456789*#"
FRAME_SECONDS, FRAME_SAMPLES = 0.02, 160
KEY_FRAMES, END_REPEATS = 5, 3
PCMA = 8
SILENT_FRAME = b"\xd5" * FRAME_SAMPLES
LARGEST, ROOM_FOR_TIMESTAMP = 2048, 64
SO_TIMESTAMPNS = 35  # Linux; no name in Python


class KeyPad:
    """Sends keys from one socket to one peer. Every key is an event of its own timestamp."""

    def __init__(self, loop, socket, peer, event_type):
        self._loop, self._socket = loop, socket
        self._peer, self._event_type = peer, event_type
        self._ssrc = random.getrandbits(32)
        self._sequence = random.getrandbits(15)
        self._timestamp = random.getrandbits(31)

    def speak(self, goes_on, timestamp=0):
        """Silence, a frame each 20 ms, while `goes_on()`."""
        if goes_on():
            self._sequence = (self._sequence + 1) & 0xFFFF
            header = struct.pack("!BBHII", 0x80, PCMA, self._sequence, timestamp, self._ssrc)
            self._socket.sendto(header + SILENT_FRAME, self._peer)
            self._loop.call_later(FRAME_SECONDS, self.speak, goes_on, timestamp + FRAME_SAMPLES)

    def press(self, key):
        self._timestamp = (self._timestamp + 50 * FRAME_SAMPLES) & 0xFFFFFFFF
        self._frame(KEYS.index(key), self._timestamp, 1)

    def _frame(self, event, timestamp, frame):
        if frame > KEY_FRAMES:
            for _ in range(END_REPEATS):
                self._send(event, timestamp, KEY_FRAMES * FRAME_SAMPLES, end=True)
            return
        self._send(event, timestamp, frame * FRAME_SAMPLES, marker=frame == 1)
        self._loop.call_later(FRAME_SECONDS, self._frame, event, timestamp, frame + 1)

    def _send(self, event, timestamp, duration, marker=False, end=False):
        self._sequence = (self._sequence + 1) & 0xFFFF
        packet = struct.pack("!BBHIIBBH", 0x80, (0x80 if marker else 0) | self._event_type,
                             self._sequence, timestamp, self._ssrc,
                             event, (0x80 if end else 0) | 10, duration)
        self._socket.sendto(packet, self._peer)


class Ear:
    """Keeps the audio that comes to a socket, as A-law in order of arrival."""

    def __init__(self, own):
        own.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.own = own
        self.alaw = bytearray()
        self.arrivals = []  # seconds, by the kernel's clock: a busy test does not blur them
        self.sequences = []

    @property
    def packets(self):
        return len(self.arrivals)

    def listen(self):
        """Takes what has come."""
        while True:
            try:
                data, beside, _, _ = self.own.recvmsg(LARGEST, ROOM_FOR_TIMESTAMP)
            except BlockingIOError:
                return
            if len(data) > 12 and data[1] & 0x7F == PCMA:
                seconds, nanoseconds = struct.unpack("qq", beside[0][2])
                self.arrivals.append(seconds + nanoseconds / 1e9)
                self.sequences.append(struct.unpack_from("!H", data, 2)[0])
                self.alaw += data[12 + 4 * (data[0] & 15):]
