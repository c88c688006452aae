"""Whether what was heard is what was said: cross-correlation, in plain Python."""
import math
import operator
import pathlib
import struct
import subprocess
import wave

RATE = 8000
BLOCK = 40          # samples whose loudness is one value of an envelope
NEAR = 400          # around where the envelopes match: two frames and a half
SURE = 0.97         # no better place needs to be looked for
PIECE = 1600        # samples that must be found as they were said
TRIM = ["silence", "1", "0.01", "1%", "reverse", "silence", "1", "0.01", "1%", "reverse"]
ON_ITS_WAY = 2400   # samples that a phone holds back, and drops when the call ends


def voice(folder, name, text, language="fr"):
    """A WAV file (16 kHz) of somebody who says the text."""
    spoken = subprocess.run(["espeak-ng", "-v", language, "--stdout", text], check=True,
                            capture_output=True).stdout
    file = pathlib.Path(folder) / f"{name}.wav"
    # No silence around it, so that its ends can be heard; whole frames of 20 ms.
    subprocess.run(["sox", "-t", "wav", "-", "-r", "16000", "-c", "1", "-b", "16", file,
                    "gain", "-n", "-6", *TRIM], input=spoken, check=True)
    return file


def on_the_line(file):
    """The same at 8 kHz, as a phone plays it: another file."""
    narrow = file.with_name(f"{file.stem}-8k.wav")
    subprocess.run(["sox", file, "-r", str(RATE), "-b", "16", narrow], check=True)
    return narrow


def at_level(file, decibels):
    """The same, its loudest sample so far from full scale: another file."""
    made = file.with_name(f"{file.stem}{decibels}.wav")
    subprocess.run(["sox", file, made, "gain", "-n", str(decibels)], check=True)
    return made


def without_silence(file):
    """The same without the silence at both ends: another file."""
    made = file.with_name(f"{file.stem}-alone.wav")
    subprocess.run(["sox", file, made, *TRIM], check=True)
    return made


def tone(folder, name, hertz, seconds):
    """A file of one pitch, as a phone plays it."""
    file = pathlib.Path(folder) / f"{name}.wav"
    subprocess.run(["sox", "-n", "-r", str(RATE), "-c", "1", "-b", "16", file, "synth",
                    str(seconds), "sine", str(hertz), "vol", "0.4"], check=True)
    return file


def joined(folder, name, *parts):
    """One file of several; a part is a file, or seconds of silence."""
    pieces = []
    for at, part in enumerate(parts):
        piece = part
        if not isinstance(part, pathlib.Path):
            piece = pathlib.Path(folder) / f"{name}-{at}.wav"
            subprocess.run(["sox", "-n", "-r", str(RATE), "-c", "1", "-b", "16", piece, "trim", "0",
                            str(part)], check=True)
        pieces.append(piece)
    whole = pathlib.Path(folder) / f"{name}.wav"
    subprocess.run(["sox", *pieces, whole], check=True)
    return whole


def samples_of(file, channel=0):
    """Linear samples of a WAV file, PCM or A-law or µ-law, made 8 kHz and 16 bit."""
    raw = subprocess.run(["sox", file, "-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16",
                          "-", "remix", str(channel + 1)], check=True, capture_output=True).stdout
    return struct.unpack(f"<{len(raw) // 2}h", raw)


def seconds_of(file):
    with wave.open(str(file)) as opened:
        return opened.getnframes() / opened.getframerate()


def is_whole(file):
    """A WAV file whose length was written."""
    try:
        return seconds_of(file) > 0
    except (wave.Error, EOFError):
        return False


def match(heard, said):
    """Where `said` begins in what was heard, and how well it correlates there: (sample, 0 to 1).

    The mean over its pieces, by their power. A piece may be a little beside its place: a phone's
    jitter buffer leaves out or repeats frames when the machine is busy. One that is missing counts.
    """
    heard = [*heard, *[0] * len(said)]  # it may have ended before
    loud, wanted = _envelope(heard), _envelope(said)
    begin = BLOCK * max(range(len(loud) - len(wanted) + 1), default=0,
                        key=lambda at: _correlation(loud[at:at + len(wanted)], wanted))
    pieces = [(at, said[at:at + PIECE]) for at in range(0, len(said) - PIECE + 1, PIECE)]
    whole, alike, late, first = 0, 0, 0, None
    for at, piece in pieces:
        power = _power(piece)
        place, likeness = _find(heard, piece, begin + at + late)
        whole, alike = whole + power, alike + power * likeness
        if likeness > SURE:
            late = place - begin - at
            first = begin + late if first is None else first
    return begin if first is None else first, alike / whole


def _find(heard, piece, about):
    """Where a piece is, near a place: (sample, 0 to 1)."""
    there = _correlation(heard[about:about + len(piece)], piece)
    if there > SURE:
        return about, there
    return max(((at, _correlation(heard[at:at + len(piece)], piece))
                for at in range(max(about - NEAR, 0), about + NEAR + 1)),
               key=operator.itemgetter(1))


def first_loud(samples, least=500):
    """The first sample that is no silence; None: there is none."""
    return next((at for at, sample in enumerate(samples) if abs(sample) > least), None)


def is_silent(samples, least=500):
    return first_loud(samples, least) is None


def _envelope(samples):
    return [sum(map(abs, samples[at:at + BLOCK]))
            for at in range(0, len(samples) - BLOCK + 1, BLOCK)]


def _power(samples):
    return sum(map(operator.mul, samples, samples))


def _correlation(one, other):
    size = min(len(one), len(other))
    if size < len(other) * 0.9 or not size:
        return 0.0
    power = _power(one) * _power(other)
    return sum(map(operator.mul, one, other)) / math.sqrt(power) if power else 0.0
