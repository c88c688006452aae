"""One call of a real phone: what is heard in it, and what the person at it does."""
import threading

import pjsua2

import hearing
from waiting import eventually

SAMPLES_OF_A_PACKET = 160


class PhoneCall(pjsua2.Call):
    def __init__(self, phone, account, call_id=pjsua2.PJSUA_INVALID_ID):
        super().__init__(account, call_id)
        self._phone = phone
        self._recorder = self._player = None
        self._has_sound, self._over = threading.Event(), threading.Event()
        self.recording = None   # the file of what is heard, from the first sound on
        self.codec = None
        self.code = 0           # the final answer
        self.held_by_us = False
        self.handed_to = None   # the URI of a REFER that was taken
        self.new_call = None    # that it led to

    # For the tests' thread.

    def wait_for_sound(self, seconds=10):
        assert self._has_sound.wait(seconds), "the call has no sound"

    def wait_for_end(self, seconds=20):
        assert self._over.wait(seconds), "the call does not end"

    def packets(self):
        """How many have come since the media last changed."""
        return self._phone.ask(self._packets)

    def spoken(self):
        """How many have been sent since the media last changed."""
        return self._phone.ask(lambda: self.getStreamStat(0).rtcp.txStat.pkt)

    def hear(self, seconds):
        """Returns when so much sound has come, counted in packets."""
        count = seconds * hearing.RATE / SAMPLES_OF_A_PACKET
        eventually(lambda: self.packets() >= count, seconds + 10, f"{seconds} s are heard")

    def press(self, keys, by_info=False):
        """By RFC 4733, or in INFO requests."""
        self._phone.ask(self._press, keys, by_info)

    def say(self, file):
        """Plays a WAV file (16 bit, 8 kHz) into the call, once."""
        self._phone.ask(self._say, file)

    def hold(self):
        self._phone.ask(self.setHold, pjsua2.CallOpParam(True))
        eventually(lambda: self.held_by_us, 5, "the call is on hold")

    def resume(self):
        back = pjsua2.CallOpParam(True)
        back.opt.flag = pjsua2.PJSUA_CALL_UNHOLD
        self._phone.ask(self.reinvite, back)
        eventually(lambda: not self.held_by_us, 5, "the call is taken back")

    def hang_up(self):
        self._phone.ask(self.hangup, pjsua2.CallOpParam())

    def heard(self):
        """Samples of the whole call, once it is over."""
        self.wait_for_end()
        # PJSIP closes the file in its own time, and writes its length last.
        eventually(lambda: hearing.is_whole(self.recording), 5, "the recording is closed")
        return hearing.samples_of(self.recording)

    # In the phone's thread.

    def take(self):
        answer = pjsua2.CallOpParam()
        answer.statusCode = 200
        self.answer(answer)

    def put_away(self):
        self._recorder = self._player = None

    @property
    def is_over(self):
        return self._over.is_set()

    def _packets(self):
        return 0 if self._over.is_set() else self.getStreamStat(0).rtcp.rxStat.pkt

    def _press(self, keys, by_info):
        how = pjsua2.CallSendDtmfParam()
        how.digits = keys
        how.method = (pjsua2.PJSUA_DTMF_METHOD_SIP_INFO if by_info
                      else pjsua2.PJSUA_DTMF_METHOD_RFC2833)
        self.sendDtmf(how)

    def _say(self, file):
        self._player = pjsua2.AudioMediaPlayer()
        self._player.createPlayer(str(file), pjsua2.PJMEDIA_FILE_NO_LOOP)
        self._player.startTransmit(self.getAudioMedia(-1))

    def onCallMediaState(self, _):
        told = self.getInfo()  # owns what is read of it
        status = told.media[0].status if len(told.media) else pjsua2.PJSUA_CALL_MEDIA_NONE
        self.held_by_us = status == pjsua2.PJSUA_CALL_MEDIA_LOCAL_HOLD
        if status != pjsua2.PJSUA_CALL_MEDIA_ACTIVE:
            return
        media = self.getAudioMedia(-1)
        if self._recorder is None:
            self.recording = self._phone.new_recording()
            self._recorder = pjsua2.AudioMediaRecorder()
            self._recorder.createRecorder(str(self.recording))
            self.codec = self.getStreamInfo(0).codecName
        media.startTransmit(self._recorder)
        if self._player is not None:
            self._player.startTransmit(media)
        self._has_sound.set()

    def onCallState(self, _):
        told = self.getInfo()
        if told.state == pjsua2.PJSIP_INV_STATE_DISCONNECTED:
            self.code = told.lastStatusCode
            self.put_away()
            self._over.set()

    def onCallTransferRequest(self, refer):
        self.handed_to = refer.dstUri
        self.new_call = refer.newCall = PhoneCall(self._phone, self._phone.account)
