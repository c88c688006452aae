"""A second real phone, baresip: another stack than PJSIP, and nobody here has written it either."""
import socket
import subprocess

import pytest

import flows
import hearing
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
def baresip(tmp_path, words):
    """It answers by itself and says something: (what it says, the folder of what it hears)."""
    said = hearing.on_the_line(hearing.voice(words, "baresip", "Oui bonjour, je vous écoute."))
    address = "{}:{}".format(*ADDRESS)
    (tmp_path / "accounts").write_text(f"<sip:phone@{address}>;regint=0;answermode=auto\n")
    (tmp_path / "contacts").write_text("")
    (tmp_path / "config").write_text(
        CONFIG.format(address=address, host=ADDRESS[0], said=said, folder=tmp_path))
    with open(tmp_path / "log", "w") as log:
        process = subprocess.Popen(["baresip", "-f", tmp_path], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log)
    try:
        eventually(listens, 10, "baresip listens")
        yield said, tmp_path
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


def test_baresip_hears_and_is_heard(api, campaigns, callees, peer, baresip, words, tmp_path):
    said, folder = baresip
    prompt = hearing.voice(words, "for-baresip", "Bonjour, ceci est un message de la mairie.")
    audio = api.upload("/audio-management/upload", prompt.name, prompt.read_bytes())["id"]
    number = callees.new()
    peer.relay(number, ADDRESS)
    report = campaigns.run(number, flows.plays(audio), recording="full")
    assert report["outcome"] == "completed"
    print((tmp_path / "log").read_text())
    print(sorted(folder.iterdir()))
    print(report["attempts"][0]["call"])
    assert 0
