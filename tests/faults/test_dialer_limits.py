"""A worker with little patience and little room: what it cannot do is a reason in the report, never
the end of anything else."""
import contextlib
import subprocess

import pytest

import flows
import sound
from callee import Behaviour
from dialers import OwnDialer

SILENCE_SECONDS = 3
LONGEST_SECONDS = 10
DISK = "size=300m"  # recordings begin while 256 MB are free
LATE_SECONDS = 1.0
PRESSES = tuple((0.5 + at, "5") for at in range(12))  # is heard all the time


@pytest.fixture(scope="module")
def talk(api):
    return api.upload("/audio-management/upload", "talk.wav", sound.tone(300, 14.0))["id"]


@pytest.fixture(scope="module")
def short_talk(api):
    return api.upload("/audio-management/upload", "talk.wav", sound.tone(300, 2.5))["id"]


@pytest.fixture
def disk(tmp_path):
    """A file system of its own for the spool, that a test may fill."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "hatif-spool", tmp_path], check=True)
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def test_silence_a_call_that_is_too_long_and_a_full_disk_end_each_in_its_own_way(
        suite, campaigns, callees, peer, talk, short_talk, disk):
    """They run at the same time, on one worker."""
    mute, talker, recorded, late = (callees.new(Behaviour(keys=keys))
                                    for keys in ((), PRESSES, PRESSES, PRESSES))
    with OwnDialer(suite, HATIF_RTP_SILENCE_SECONDS=SILENCE_SECONDS, HATIF_SPOOL=disk):
        peer.forget()
        silent = campaigns.launch([mute], flows.plays(talk))
        long = campaigns.launch([talker], flows.plays(talk), maxCallDuration=LONGEST_SECONDS)
        kept = campaigns.launch([recorded], flows.plays(short_talk), recording="full")
        peer.wait_for(lambda: is_talking(peer, recorded), 10, "its recording has begun")
        fill(disk)
        not_kept = campaigns.launch([late], flows.plays(short_talk), recording="full")
        reports = [finished(campaigns, it) for it in (silent, long, kept, not_kept)]

    call, = peer.seen(mute)
    assert outcome(reports[0]) == ("failed", "no_rtp")
    assert call.bye_by == "platform"
    assert 0 <= call.at["over"] - call.at["acked"] - SILENCE_SECONDS <= LATE_SECONDS

    call, = peer.seen(talker)
    assert outcome(reports[1]) == ("failed", "max_call_duration")
    assert call.bye_by == "platform"
    assert abs(call.at["over"] - call.first_at - LONGEST_SECONDS) <= LATE_SECONDS

    for report in reports[2:]:
        assert outcome(report) == ("completed", None)
        recording, = report["attempts"][0]["recordings"]
        assert (recording["status"], recording["errorCode"]) == ("failed", "disk_full")


def finished(campaigns, execution):
    """The report of its one call."""
    campaigns.finish(execution)
    return campaigns.settled_reports(execution, 1)[0]


def outcome(report):
    return report["outcome"], report["outcomeReason"]


def fill(disk):
    """To the last byte."""
    with open(disk / "filling", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1 << 20)):
            pass


def is_talking(peer, number):
    call = next(iter(peer.seen(number)), None)
    return call is not None and call.acked


def test_a_call_for_which_there_is_no_port_is_given_back_and_made_later(
        suite, campaigns, callees, peer, api, short_talk):
    numbers = [callees.new(Behaviour()) for _ in range(2)]
    with OwnDialer(suite, HATIF_RTP_PORTS="10000-10001"):
        peer.forget()
        execution = campaigns.launch(numbers, flows.plays(short_talk))
        campaigns.finish(execution)
        reports = campaigns.settled_reports(execution, 2)
    assert [outcome(it) for it in reports] == [("completed", None)] * 2
    one, other = sorted(peer.seen(), key=lambda call: call.first_at)
    assert other.first_at >= one.at["over"] - 0.1
    assert one.dials() == other.dials() == 1
    trails = [api.get(f"/jobs/{it['jobId']}/trail")["entries"] for it in reports]
    given_back = [entry for trail in trails for entry in trail
                  if entry["kind"] == "went_back" and entry["reason"] == "no_rtp_port"]
    assert len(given_back) == 1
