"""Calls that come: from known addresses to our numbers, and from strangers."""
import random
import socket
import uuid

import pytest

import flows
import hearing
from client import Client
from waiting import eventually

STRANGER, KNOWN = "127.0.0.66", "127.0.0.1"


def answers(audio_id):
    """Takes the call, asks for a key."""
    return {"startNodeId": "take", "nodes": [
        flows.node("take", "answer", onSuccess="ask"),
        flows.node("ask", "play", {"audioItems": flows.audio(audio_id), "bargeIn": True},
                   onComplete="choice"),
        flows.node("choice", "dtmf",
                   {"mode": "single_digit", "variable": "key", "timeout": 6000,
                    "singleDigitConfig": {"allowedDigits": "12"}},
                   onSuccess="end", default="end"),
        flows.node("end", "hangup")]}


class Numbers:
    """An organization's own, with the flow that takes their calls."""

    def __init__(self, admin, api, organization, flow, sip):
        self._admin, self.api, self._organization = admin, api, organization
        self._flow, self._sip = flow, sip

    def new(self, **members):
        """A number of it."""
        did = self._admin.post("/dids", {"number": f"+21252{random.randrange(10**7):07}",
                                         "country": "MA"})
        self._admin.post(f"/dids/{did['id']}/assign", {"organizationId": self._organization},
                         status=200)
        self._admin.put(f"/dids/{did['id']}", {"inboundFlowId": self._flow, **members})
        return did["number"]

    def uri(self, number):
        return f"sip:{number}@{self._sip}"

    def report(self, number):
        """The settled report of the one call to it."""
        def look():
            reports = [it for it in self.api.pages("/call-report")
                       if it["attempts"] and it["attempts"][0]["call"]["to"] == number]
            over = [it for it in reports if it["status"] in ("completed", "failed")]
            return over[0] if len(reports) == len(over) == 1 else None

        return eventually(look, 10, f"the call to {number} is reported")


@pytest.fixture(scope="module")
def greeting(words):
    return hearing.voice(words, "welcome", "Bienvenue. Appuyez sur un ou sur deux.")


@pytest.fixture(scope="module")
def numbers(suite, admin, organizations, greeting):
    organization = organizations.new()
    api = Client(suite.url, organization["apiKey"]["secret"])
    audio = api.upload("/audio-management/upload", greeting.name, greeting.read_bytes())["id"]
    flow = api.post("/flows", {"name": "Reception", "graph": answers(audio)})
    assert flow["validation"]["valid"], flow["validation"]
    return Numbers(admin, api, organization["id"], flow["id"], suite.sip)


def test_a_call_to_our_number_is_answered_and_its_keys_count(numbers, phone, greeting):
    number = numbers.new()
    call = phone.dial(numbers.uri(number))
    call.wait_for_sound()
    call.hear(hearing.seconds_of(greeting) + 0.4)
    call.press("2")
    _, likeness = hearing.match(call.heard(), hearing.samples_of(greeting))
    assert likeness >= 0.9
    report = numbers.report(number)
    assert report["outcome"] == "completed"
    assert report["flowExecution"]["finalVariables"] == {"key": "2"}
    attempt, = report["attempts"]
    assert attempt["call"]["direction"] == "inbound"
    assert attempt["call"]["hangupBy"] == "platform"
    assert [it["nodeId"] for it in attempt["flowExecution"]["executionPath"]] == \
        ["take", "ask", "choice", "end"]
    came = report["events"][0]
    assert came["type"] == "ringing" and came["data"]["to"] == number


def test_a_caller_who_hangs_up_is_reported_so(numbers, phone):
    number = numbers.new()
    call = phone.dial(numbers.uri(number))
    call.wait_for_sound()
    call.hear(0.3)
    call.hang_up()
    report = numbers.report(number)
    assert report["outcome"] == "user_hangup"
    assert report["attempts"][0]["call"]["hangupBy"] == "caller"


def test_a_number_takes_as_many_calls_as_it_may(numbers, phone):
    number = numbers.new(maxConcurrentCalls=1)
    first = phone.dial(numbers.uri(number))
    first.wait_for_sound()
    second = phone.dial(numbers.uri(number))
    second.wait_for_end()
    assert second.code == 486
    first.press("1")
    first.wait_for_end()
    assert numbers.report(number)["outcome"] == "completed"
    third = phone.dial(numbers.uri(number))
    third.wait_for_sound()
    third.hang_up()
    third.wait_for_end()


def test_a_number_that_takes_no_calls_is_not_found(numbers, phone):
    unknown = phone.dial(numbers.uri("+212529999999"))
    unknown.wait_for_end()
    assert unknown.code == 404
    without_flow = phone.dial(numbers.uri(numbers.new(inboundFlowId=None)))
    without_flow.wait_for_end()
    assert without_flow.code == 404


def invite_from(address, suite, number):
    """What comes back within a second to an INVITE from there."""
    host, port = suite.sip.split(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
        caller.bind((address, 0))
        caller.settimeout(1)
        at = "{}:{}".format(*caller.getsockname())
        caller.sendto("\r\n".join([
            f"INVITE sip:{number}@{host}:{port} SIP/2.0",
            f"Via: SIP/2.0/UDP {at};rport;branch=z9hG4bK{uuid.uuid4().hex}",
            f"From: <sip:+33123456789@{at}>;tag=1", f"To: <sip:{number}@{host}>",
            f"Call-ID: {uuid.uuid4()}", "CSeq: 1 INVITE", f"Contact: <sip:{at}>",
            "Max-Forwards: 70", "Content-Length: 0", "", ""]).encode(), (host, int(port)))
        try:
            return caller.recv(2000).decode()
        except TimeoutError:
            return None


def test_strangers_get_nothing_at_all(suite, numbers):
    number = "+212529999998"
    assert invite_from(STRANGER, suite, number) is None
    assert invite_from(KNOWN, suite, number).startswith("SIP/2.0 ")
