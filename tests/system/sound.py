"""Tones to upload, and what frequency there is in what a callee heard."""
import io
import math
import struct
import subprocess
import wave


def tone(hertz, seconds, rate=16000):
    """A WAV file."""
    samples = (int(12000 * math.sin(2 * math.pi * hertz * at / rate))
               for at in range(int(seconds * rate)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def linear(alaw):
    """G.711 A-law to 16-bit samples."""
    return [_linear(byte) for byte in alaw]


def _linear(byte):
    byte ^= 0x55
    exponent, mantissa = byte >> 4 & 7, byte & 15
    value = (mantissa << 4) + 8
    if exponent:
        value = (value + 0x100) << (exponent - 1)
    return value if byte & 0x80 else -value


def frequency(samples, rate=8000):
    """The pitch of a pure tone, by its zero crossings; None when it is silent."""
    loud = [sample for sample in samples if abs(sample) > 500]
    if len(loud) < rate // 20:
        return None
    signs = [sample > 0 for sample in loud]
    turns = sum(one != other for one, other in zip(signs, signs[1:]))
    return turns / 2 / (len(samples_between_loud(samples)) / rate)


def samples_between_loud(samples):
    """From the first loud sample to the last one."""
    places = [at for at, sample in enumerate(samples) if abs(sample) > 500]
    return samples[places[0]:places[-1] + 1]


def mp3(hertz, seconds):
    """An MP3 file, made by sox."""
    return subprocess.run(["sox", "-n", "-r", "16000", "-t", "mp3", "-", "synth", str(seconds),
                           "sine", str(hertz)], check=True, capture_output=True).stdout
