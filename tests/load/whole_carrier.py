"""The carrier of the whole campaign: a SIPp for each of two trunks, one of which refuses a share of
the calls, and the scenario that both play by the numbers called (whole_plan.py)."""
import collections
import pathlib
import subprocess
import threading
import time

import scenario as sipp
import whole_plan as plan
import whole_sound as sound
from whole_plan import SIPPS

MEDIA_PORTS = {"first": 24000, "second": 24004}
RINGS_MILLISECONDS = 500
PRESSES_MILLISECONDS, PRESSES_SOON_MILLISECONDS = 3000, 800
LEAVES_MILLISECONDS, LEAVES_LATE_MILLISECONDS = 1000, 3500
BETWEEN_INFOS_MILLISECONDS = 150

GREETINGS = [
    "Bonjour, vous êtes bien sur la messagerie de Karim Alaoui. Je ne suis pas disponible pour le "
    "moment, merci de me laisser un message après le signal sonore.",
    "Bonjour, le correspondant que vous avez demandé est absent. Veuillez laisser votre message et "
    "votre numéro de téléphone après le bip, nous vous rappellerons.",
]


class Carrier:
    """Both SIPp processes, started again when one falls: Debian's build has been seen to."""

    def __init__(self, folder):
        self.restarts = []
        self._folder = pathlib.Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        _make_sounds(self._folder)
        self._ending = threading.Event()
        self._processes = {}
        for name in MEDIA_PORTS:
            (self._folder / f"{name}.xml").write_text(scenario(self._folder, name))
            self._start(name)
            threading.Thread(target=self._watch, args=(name,), daemon=True).start()

    def stop(self):
        self._ending.set()
        for process in self._processes.values():
            process.kill()
            process.wait()

    def pids(self):
        return {name: process.pid for name, process in self._processes.items()}

    def _start(self, name):
        self._processes[name] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "sipp", "-sf", f"{name}.xml", "-i", "127.0.0.1",
             "-p", str(SIPPS[name]), "-mi", "127.0.0.1", "-mp", str(MEDIA_PORTS[name]), "-nostdin",
             "-buff_size", "4194304"],
            cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self._folder / f"{name}.log", "a"))

    def _watch(self, name):
        while True:
            code = self._processes[name].wait()
            if self._ending.is_set():
                return
            self.restarts.append((name, code))
            print(f"carrier: the SIPp of {name} ended with {code}, starting it again", flush=True)
            time.sleep(0.1 if code < 0 else 1)
            self._start(name)


def _make_sounds(folder):
    hello = sound.says("Allô ?")
    for kind in plan.KINDS:
        for ending in kind.endings:
            pressed = plan.digits_for(ending) + "#"
            if kind.name == "says hello, then keys":
                sound.keys(folder / f"{ending}.pcap", pressed, hello + sound.SILENCE * 125)
            elif kind.keys == "events":
                sound.keys(folder / f"{ending}.pcap", pressed)
            elif kind.keys == "tones":
                sound.tones(folder / f"{ending}.pcap", pressed)
    for at, text in enumerate(GREETINGS):
        greeting = sound.SILENCE * 15 + sound.says(text) + sound.SILENCE * 25
        sound.voice(folder / f"machine{at}.pcap", greeting + sound.beep() + sound.SILENCE * 200)


def scenario(folder, trunk):
    return "\n".join(['<?xml version="1.0" encoding="ISO-8859-1"?>', f'<scenario name="{trunk}">',
                      *_beginning(trunk), *_refusals(), *sipp.ringing_out(), *_answering(folder),
                      *sipp.ending(), "</scenario>", ""])


def _branches(trunk):
    """{label: endings}; who answers has a label of his own, for his own sounds."""
    found = collections.defaultdict(list)
    for kind in plan.KINDS:
        if kind.name == "rings out":
            found["rings_out"] += kind.endings
        elif kind.final != 200:
            found[f"refuses_{kind.final}"] += kind.endings
        elif kind.name == plan.GOES_OVER and trunk == "first":
            found["refuses_503"] += kind.endings
    return found


def _endings(name):
    return next(kind.endings for kind in plan.KINDS if kind.name == name)


def _beginning(trunk):
    yield '<recv request="INVITE" rrs="true"><action>'
    branches = _branches(trunk)
    answered = [ending for kind in plan.KINDS for ending in kind.endings if kind.final == 200]
    for label, endings in branches.items():
        yield _asks(label, endings)
    for ending in answered:
        yield _asks(f"does_{ending}", [ending])
    yield _asks("no_events", _endings("keys, tones"))
    for name, header in sipp.REMEMBERED.items():
        yield f'  <ereg regexp=".*" search_in="hdr" header="{header}" assign_to="{name}"/>'
    yield "</action></recv>"
    for label in branches:
        if label != "rings_out":
            yield f'<nop next="{label}" test="{label}"/>'
    yield sipp.send("180 Ringing", sipp.TO_INVITE + sipp.CONTACT)
    yield '<nop next="rings_out" test="rings_out"/>'
    yield '<nop next="answers"/>'


def _asks(variable, endings):
    either = "|".join(f"{ending:02}" for ending in endings)
    return (f'  <ereg regexp="^INVITE sip:[^@]*({either})@" search_in="msg"'
            f' assign_to="{variable}"/>')


def _refusals():
    for code, reason in {**dict(plan.REFUSALS.values()), 503: "Service Unavailable"}.items():
        yield f'<label id="refuses_{code}"/>'
        yield sipp.send(f"{code} {reason}", sipp.TO_INVITE, again=True)
        yield '<recv request="ACK" next="end"/>'


def _answering(folder):
    yield '<label id="answers"/>'
    yield (f'<recv request="CANCEL" timeout="{RINGS_MILLISECONDS}" ontimeout="picks_up"'
           ' next="cancelled"/>')
    yield '<label id="picks_up"/>'
    yield '<nop next="picks_up_without_events" test="no_events"/>'
    answer = sipp.TO_INVITE + sipp.CONTACT + "\nContent-Type: application/sdp"
    yield sipp.send("200 OK", answer, sipp.SDP, again=True)
    yield '<recv request="ACK" next="is_there"/>'
    yield '<label id="picks_up_without_events"/>'
    bare = "".join(line + "\n" for line in sipp.SDP.splitlines() if "101" not in line
                   or line.startswith("m=")).replace("RTP/AVP 8 101", "RTP/AVP 8")
    yield sipp.send("200 OK", answer, bare, again=True)
    yield '<recv request="ACK"/>'
    yield '<label id="is_there"/>'
    for kind in plan.KINDS:
        for ending in kind.endings if kind.final == 200 else ():
            yield f'<nop next="do_{ending}" test="does_{ending}"/>'
    for kind in plan.KINDS:
        for ending in kind.endings if kind.final == 200 else ():
            yield from _does(folder, kind, ending)


def _does(folder, kind, ending):
    label = f"do_{ending}"
    if kind.name == "machine":
        yield f'<label id="{label}"/>'
        yield _plays(folder / f"machine{ending % len(GREETINGS)}.pcap")
    elif kind.name == "says hello, then keys":
        yield from sipp.wait(label, 300, f"plays_{ending}")
        yield f'<label id="plays_{ending}"/>'
        yield _plays(folder / f"{ending}.pcap")
    elif kind.keys == "info":
        yield from sipp.wait(label, PRESSES_MILLISECONDS, f"plays_{ending}")
        yield f'<label id="plays_{ending}"/>'
        for key in plan.digits_for(ending) + "#":
            yield _info(key)
            yield '<recv response="200"/>'
            yield f'<pause milliseconds="{BETWEEN_INFOS_MILLISECONDS}"/>'
    elif kind.keys:
        soon = kind.name == "keys in the prompt"
        yield from sipp.wait(label, PRESSES_SOON_MILLISECONDS if soon else PRESSES_MILLISECONDS,
                             f"plays_{ending}")
        yield f'<label id="plays_{ending}"/>'
        yield _plays(folder / f"{ending}.pcap")
    elif kind.hung_up_by == "carrier":
        late = kind.name == "hangs up at the question"
        yield from sipp.wait(label, LEAVES_LATE_MILLISECONDS if late else LEAVES_MILLISECONDS,
                             f"leaves_{ending}")
        yield f'<label id="leaves_{ending}"/>'
        yield sipp.send_bye()
        yield '<recv response="200" next="end"/>'
        return
    else:
        yield f'<label id="{label}"/>'
    yield '<nop next="talks"/>'


def _plays(file):
    return f'<nop><action><exec play_pcap_audio="{file}"/></action></nop>'


def _info(key):
    body = f"Signal={key}\nDuration=160\n"
    return ("<send><![CDATA[\nINFO [next_url] SIP/2.0\n"
            "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
            f"From:[$to]{sipp.TAG}\nTo:[$from]\n[last_Call-ID:]\nCSeq: [cseq] INFO\n"
            "Max-Forwards: 70\nContent-Type: application/dtmf-relay\nContent-Length: [len]\n\n"
            f"{body}]]></send>")
