"""A second real phone, baresip: another stack than PJSIP, and nobody here has written it either."""
import socket
import subprocess

import pytest

import flows
import hearing
from recordings import fetched, recordings_of
from waiting import eventually

ADDRESS = ("127.0.0.1", 20472)
CONFIG = """\
sip_listen {address}
net_interface {host}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module_app account.so
module_app menu.so
audio_source aufile,{said}
audio_player aubridge,nowhere
snd_path {folder}
"""


@pytest.fixture
def baresip(tmp_path, words, callees, peer):
    """It answers by itself and says something: (number, what it says, folder of what it hears)."""
    number = callees.new()
    peer.relay(number, ADDRESS)
    said = hearing.on_the_line(hearing.voice(words, "baresip", "Oui bonjour, je vous écoute."))
    whole = hearing.joined(words, "baresip-all", said, 20)  # it hangs up when its file is over
    address = "{}:{}".format(*ADDRESS)
    (tmp_path / "accounts").write_text(f"<sip:{number}@{address}>;regint=0;answermode=auto\n")
    (tmp_path / "contacts").write_text("")
    (tmp_path / "config").write_text(
        CONFIG.format(address=address, host=ADDRESS[0], said=whole, folder=tmp_path))
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen(["baresip", "-f", tmp_path], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log)
    try:
        eventually(listens, 10, "baresip listens")
        yield number, said, tmp_path
    finally:
        process.terminate()
        process.wait(10)


def listens():
    """Somebody has its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(ADDRESS)
        except OSError:
            return True
    return False


def test_baresip_hears_and_is_heard(api, campaigns, baresip, words):
    number, said, folder = baresip
    prompt = hearing.voice(words, "town-hall", "Bonjour, ceci est un message de la mairie.")
    audio = api.upload("/audio-management/upload", prompt.name, prompt.read_bytes())["id"]
    report = campaigns.run(number, flows.plays(audio), recording="full")
    assert report["outcome"] == "completed", report["outcomeReason"]
    media = report["attempts"][0]["call"]["media"]
    assert media["packetsReceived"] > 50 and media["packetsLost"] == 0
    heard = hearing.samples_of(next(folder.glob("dump-*-dec.wav")))
    _, likeness = hearing.match(heard, hearing.samples_of(prompt)[:-hearing.ON_ITS_WAY])
    assert likeness >= 0.9
    whole, = recordings_of(api, report)
    callee = hearing.samples_of(fetched(api, whole, folder))
    _, likeness = hearing.match(callee, hearing.samples_of(said))
    assert likeness >= 0.9
