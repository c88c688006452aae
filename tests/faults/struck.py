"""One campaign over four workers, all of which are struck at once while their calls ring and talk:
the suite's own is killed (and started again by its supervisor), one is stopped for longer than a
lease, one is cut off the scheduler and Kafka, one is told to end. What the callees, the facts and
the reports have seen of it."""
import os
import signal
import socket
import time
import uuid
from dataclasses import dataclass, field

import flows
import sip
import sound
from callee import Behaviour
from cut import Cut
from dialers import OWN_SIP, MoreDialer
from facts import Facts
from waiting import eventually

CONTACTS = 180
CALLS_PER_SECOND = 36
ROOM = 25                 # calls of a worker
DRAIN_SECONDS = 9
STOP_SECONDS, CUT_SECONDS = 25, 20
RING_SECONDS = 20         # until the flow gives up
PROMPT_SECONDS = 17
RECORDED_SECONDS = 3.2    # of a killed worker's recording the last three may be lost
YOUNG_SECONDS = 0.3
CUT_USER = 20999
SCHEDULER_PORT, KAFKA_PORT = 20083, 20092

TALKS = Behaviour()
HANGS_UP = Behaviour(hang_up_after=2.0)
LATE = Behaviour(after=6.0, hang_up_after=1.0)
RINGS = Behaviour(code=None)
ANSWERS = [TALKS, HANGS_UP, LATE, RINGS, TALKS, LATE]


@dataclass
class Struck:
    execution: str
    workers: dict                                   # name: (host, port) of its SIP
    at: dict = field(default_factory=dict)          # struck, healed, continued: when, monotonic
    killed_at: float = None                         # by the wall clock
    answer_to_a_caller: int = None                  # of the worker that was told to end
    exit_code: int = None                           # its own
    calls: list = field(default_factory=list)       # as the callees saw them
    facts: list = field(default_factory=list)       # call-events
    ends: list = field(default_factory=list)        # attempt_ended
    reports: dict = field(default_factory=dict)     # by attempt

    def of(self, worker, behaviour=None):
        """The calls that a worker had begun when it was struck."""
        return [call for call in self.calls
                if call.source == self.workers[worker] and call.first_at < self.at["struck"]
                and behaviour in (None, call.behaviour)]

    def was_up(self, call):
        """It rang, or somebody spoke, when the workers were struck."""
        return call.at.get("over", call.at.get("cancelled", 1e12)) > self.at["struck"]

    def talked(self, call, seconds=0.2):
        """It went on for so long, and still did, when the workers were struck."""
        return self.was_up(call) and call.at.get("acked", 1e12) < self.at["struck"] - seconds

    def outcome(self, call):
        return outcome_of(self.reports[attempt_of(call)])


def outcome_of(report):
    return report["outcome"], report["outcomeReason"]


def attempt_of(call):
    return call.call_id.partition("@")[0]


def strike(suite, api, campaigns, callees, peer):
    numbers = [callees.new(ANSWERS[at % len(ANSWERS)]) for at in range(CONTACTS)]
    talk = api.upload("/audio-management/upload", "talk.wav", sound.tone(300, PROMPT_SECONDS))["id"]
    peer.forget()
    more = {"stopped": MoreDialer(suite, 1, HATIF_MAX_CALLS=ROOM),
            "cut": MoreDialer(suite, 2, user=CUT_USER, HATIF_MAX_CALLS=ROOM),
            "drained": MoreDialer(suite, 3, HATIF_MAX_CALLS=ROOM,
                                  HATIF_DRAIN_SECONDS=DRAIN_SECONDS)}
    cut = Cut(CUT_USER, (SCHEDULER_PORT, KAFKA_PORT))
    try:
        for dialer in more.values():
            dialer.until_ready()
        execution = campaigns.launch(numbers, flows.plays(talk, timeout=RING_SECONDS * 1000),
                                     callsPerSecond=CALLS_PER_SECOND, recording="full")
        workers = {"killed": OWN_SIP, **{name: it.sip for name, it in more.items()}}
        peer.wait_for(lambda: all(is_busy(peer, at) for at in workers.values()), 20,
                      "every worker has calls that ring and calls that talk")
        struck = Struck(execution, workers)
        run(struck, suite, more, cut)
        campaigns.finish(execution, 90)
        struck.exit_code = eventually(lambda: more["drained"].end_of(), 5,
                                      "the worker that was told to end has ended")[0]
        struck.calls = [call for number in numbers for call in peer.seen(number)]
        collect(struck, suite, campaigns)
        return struck
    finally:
        for dialer in more.values():
            dialer.end()


def is_busy(peer, worker):
    calls = [call for call in peer.seen() if call.source == worker]
    recorded = time.monotonic() - RECORDED_SECONDS
    talking = [call for call in calls
               if call.behaviour is TALKS and call.at.get("acked", recorded) < recorded]
    return len(talking) >= 3 and any(call.behaviour is RINGS for call in calls) and \
        any(call.behaviour is LATE for call in calls)


def run(struck, suite, more, cut):
    """The strikes, and what ends them."""
    struck.at["struck"] = time.monotonic()
    struck.killed_at = time.time()
    os.kill(suite.pid("hatif-dialer"), signal.SIGKILL)
    more["stopped"].signal(signal.SIGSTOP)
    more["drained"].signal(signal.SIGTERM)
    cut.begin()
    try:
        time.sleep(0.5)
        struck.answer_to_a_caller = answer_to_a_caller(more["drained"].sip)
        sleep_until(struck.at["struck"] + CUT_SECONDS)
    finally:
        cut.heal()
    struck.at["healed"] = time.monotonic()
    sleep_until(struck.at["struck"] + STOP_SECONDS)
    more["stopped"].signal(signal.SIGCONT)
    struck.at["continued"] = time.monotonic()


def sleep_until(moment):
    time.sleep(max(0, moment - time.monotonic()))


def answer_to_a_caller(worker):
    """The final code for an INVITE that comes to this worker from the trunk's address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))
        own.settimeout(2)
        host, port = own.getsockname()
        body = sip.audio_sdp(host, 30000, 101)
        lines = [f"INVITE sip:+212520000001@{worker[0]} SIP/2.0",
                 f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{uuid.uuid4().hex}",
                 "Max-Forwards: 70", f"From: <sip:+212611111111@{host}>;tag=caller",
                 f"To: <sip:+212520000001@{worker[0]}>", f"Call-ID: {uuid.uuid4()}",
                 "CSeq: 1 INVITE"]
        own.sendto(sip.finished(lines, f"sip:caller@{host}:{port}", body), worker)
        while True:
            answer = sip.Message(own.recv(65536))
            if answer.code >= 200:
                return answer.code


def collect(struck, suite, campaigns):
    """What was told of it, as soon as everything is."""
    facts = Facts(suite.kafka)
    # A worker that is killed in the moment of an answer leaves no trace of the recording.
    too_young = {attempt_of(call) for call in struck.of("killed")
                 if abs(call.at.get("acked", 0) - struck.at["struck"]) < YOUNG_SECONDS}

    def told():
        struck.facts = [it for it in facts.all("hatif.call-events.v1")
                        if it.value.execution_id == struck.execution]
        begun = {it.what.recording_id for it in struck.facts if it.kind == "recording_started"
                 and it.value.attempt_id not in too_young}
        over = {it.what.recording_id for it in struck.facts
                if it.kind in ("recording_saved", "recording_failed")}
        return begun and begun <= over  # of a killed worker the beginning itself may be lost

    eventually(told, 20, "all recordings are told of")
    struck.ends = [it.what for it in facts.all("hatif.execution-events.v1")
                   if it.key == struck.execution and it.kind == "attempt_ended"]
    reports = campaigns.settled_reports(struck.execution, CONTACTS)
    struck.reports = {it["attempts"][0]["attemptId"]: it for it in reports}
