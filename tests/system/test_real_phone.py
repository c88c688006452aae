"""A real phone on the line: PJSIP, that nobody here has written."""
import struct
import wave

import flows
import sound
from phone import Phone

PHONE_PORT = 20470


def test_a_real_phone_hears_the_prompt_and_its_key_counts(campaigns, callees, peer, tmp_path):
    recording = tmp_path / "heard.wav"
    number = callees.new()
    peer.relay(number, ("127.0.0.1", PHONE_PORT))
    with Phone(PHONE_PORT, recording, keys="2") as phone:
        report = campaigns.run(number, flows.asks(campaigns.audio, key_timeout=4000))
        assert phone.ended.wait(10), "the platform hangs up"
    assert report["outcome"] == "completed"
    assert report["flowExecution"]["finalVariables"] == {"key": "2", "answer": "no"}
    with wave.open(str(recording)) as heard:
        rate, samples = heard.getframerate(), heard.readframes(heard.getnframes())
    pitch = sound.frequency(struct.unpack(f"<{len(samples) // 2}h", samples), rate)
    assert abs(pitch - 440) < 15, f"{pitch} Hz in {phone.codec}"
