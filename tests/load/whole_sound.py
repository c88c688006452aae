"""What the callees of the whole campaign send, as captures that SIPp plays: keys, tones, voices."""
import math
import random
import struct
import subprocess

FRAME_SECONDS, FRAME_BYTES = 0.02, 160
PCMA, EVENT = 8, 101
KEYS = "0123456789*#"
KEY_FRAMES, GAP_FRAMES, END_REPEATS = 5, 5, 3
ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
PAD = ("123", "456", "789", "*0#")
SILENCE = b"\xd5" * FRAME_BYTES


def keys(path, digits, before=b""):
    """RFC 4733, behind a voice if there is one."""
    frames, packets = _frames(before), []
    for at, frame in enumerate(frames):
        packets.append((at, PCMA, at * FRAME_BYTES, at == 0, frame))
    at = len(frames)
    for digit in digits:
        event, begin = KEYS.index(digit), at * FRAME_BYTES
        for frame in range(1, KEY_FRAMES + 1):
            told = struct.pack("!BBH", event, 10, frame * FRAME_BYTES)
            packets.append((at + frame - 1, EVENT, begin, frame == 1, told))
        told = struct.pack("!BBH", event, 0x80 | 10, KEY_FRAMES * FRAME_BYTES)
        packets += [(at + KEY_FRAMES, EVENT, begin, False, told)] * END_REPEATS
        at += KEY_FRAMES + 1 + GAP_FRAMES
    _write(path, packets)


def tones(path, digits):
    """The keys of a telephone that knows no events."""
    sound = SILENCE * 10
    for digit in digits:
        sound += alaw("synth", "0.1", "sine", str(_row(digit)), "sine", str(_column(digit)),
                      "remix", "-", "gain", "-6") + SILENCE * GAP_FRAMES
    voice(path, sound + SILENCE * 10)


def voice(path, sound):
    _write(path, [(at, PCMA, at * FRAME_BYTES, at == 0, frame)
                  for at, frame in enumerate(_frames(sound))])


def says(text, language="fr"):
    """A-law of somebody who says it."""
    spoken = subprocess.run(["espeak-ng", "-v", language, "-s", "150", "--stdout", text], check=True,
                            capture_output=True).stdout
    return subprocess.run(["sox", "-D", "-t", "wav", "-", "-t", "al", "-r", "8000", "-c", "1", "-",
                           "gain", "-n", "-9", "silence", "1", "0.01", "1%"], input=spoken,
                          check=True, capture_output=True).stdout


def beep():
    return alaw("synth", "0.4", "sine", "1000", "gain", "-9")


def alaw(*effects):
    return subprocess.run(["sox", "-D", "-n", "-r", "8000", "-t", "al", "-c", "1", "-", *effects],
                          check=True, capture_output=True).stdout


def _row(digit):
    return ROWS[next(at for at, row in enumerate(PAD) if digit in row)]


def _column(digit):
    return COLUMNS[next(row.index(digit) for row in PAD if digit in row)]


def _frames(sound):
    count = math.ceil(len(sound) / FRAME_BYTES)
    sound = sound.ljust(count * FRAME_BYTES, b"\xd5")
    return [sound[at * FRAME_BYTES:(at + 1) * FRAME_BYTES] for at in range(count)]


def _write(path, packets):
    """A capture of Ethernet. SIPp puts the addresses in and keeps the rest."""
    ssrc = random.getrandbits(32)
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for sequence, (frame, payload, timestamp, marker, body) in enumerate(packets):
            rtp = struct.pack("!BBHII", 0x80, (0x80 if marker else 0) | payload, 1000 + sequence,
                              8000 + timestamp, ssrc) + body
            udp = struct.pack("!HHHH", 6000, 6000, 8 + len(rtp), 0) + rtp
            ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), sequence & 0xFFFF, 0, 64, 17, 0,
                             b"\x7f\0\0\1", b"\x7f\0\0\1") + udp
            ethernet = bytes(12) + b"\x08\0" + ip
            micros = round(frame * FRAME_SECONDS * 1e6)
            file.write(struct.pack("<IIII", 1 + micros // 1_000_000, micros % 1_000_000,
                                   len(ethernet), len(ethernet)) + ethernet)
