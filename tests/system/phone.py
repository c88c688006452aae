"""A real SIP phone, PJSIP's, that nobody here has written: what a person does with it.

All calls of PJSIP come from one thread, the phone's own; the tests' thread asks it and waits.
"""
import concurrent.futures
import queue
import threading

import pjsua2

from phone_call import PhoneCall
from waiting import eventually

HANDLE_EVENTS_MILLISECONDS = 10
RATE = 8000
PATIENCE_SECONDS = 15


class Phone:
    """Takes every call, unless `answers` says otherwise. Its recordings are in `folder`."""

    def __init__(self, port, folder, answers=True):
        self.port, self.folder, self.answers = port, folder, answers
        self._asked = queue.Queue()
        self._calls = []
        self._taken = 0
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(PATIENCE_SECONDS), "the phone does not start"
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(PATIENCE_SECONDS)

    # For the tests' thread.

    def next_call(self, seconds=PATIENCE_SECONDS):
        """The next call that came, as soon as it has sound."""
        call = self.next_ring(seconds)
        call.wait_for_sound(seconds)
        return call

    def next_ring(self, seconds=PATIENCE_SECONDS):
        """The next call that came, whatever becomes of it."""
        eventually(lambda: len(self._calls) > self._taken, seconds, "the phone is called")
        self._taken += 1
        return self._calls[self._taken - 1]

    def dial(self, uri):
        """Calls somebody."""
        return self.ask(self._dial, uri)

    def ask(self, act, *arguments):
        """Has it done in the phone's thread; what came of it."""
        told = concurrent.futures.Future()
        self._asked.put((told, act, arguments))
        return told.result(PATIENCE_SECONDS)

    # For the calls, in the phone's thread.

    def new_recording(self):
        self._recordings += 1
        return self.folder / f"heard-{self.port}-{self._recordings}.wav"

    # The phone's thread.

    def _dial(self, uri):
        call = PhoneCall(self, self.account)
        self._dialled.append(call)
        call.makeCall(uri, pjsua2.CallOpParam(True))
        return call

    def rings(self, call_id):
        call = PhoneCall(self, self.account, call_id)
        self._calls.append(call)
        if self.answers:
            call.take()

    def _run(self):
        self._recordings, self._dialled = 0, []
        endpoint = self._endpoint()
        self.account = _Account(self)
        self.account.create(self._settings())
        self._ready.set()
        while not self._stop.is_set():
            endpoint.libHandleEvents(HANDLE_EVENTS_MILLISECONDS)
            self._do_what_is_asked()
        endpoint.hangupAllCalls()
        while not all(call.is_over for call in self._calls + self._dialled):
            endpoint.libHandleEvents(HANDLE_EVENTS_MILLISECONDS)
        for call in self._calls + self._dialled:
            call.thisown = False  # tests may still hold it: its C++ half must not outlive PJSIP
        self.account.shutdown()
        del self.account
        endpoint.libDestroy()

    def _do_what_is_asked(self):
        while not self._asked.empty():
            told, act, arguments = self._asked.get()
            try:
                told.set_result(act(*arguments))
            except Exception as fault:  # it is the asking thread's
                told.set_exception(fault)

    def _endpoint(self):
        endpoint = pjsua2.Endpoint()
        endpoint.libCreate()
        config = pjsua2.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.logConfig.level = config.logConfig.consoleLevel = 0
        media = config.medConfig
        media.clockRate = media.sndClockRate = RATE
        media.noVad = True  # speaks all the time, as phones on a line do
        media.ecTailLen = 0
        endpoint.libInit(config)
        transport = pjsua2.TransportConfig()
        transport.port, transport.boundAddress = self.port, "127.0.0.1"
        endpoint.transportCreate(pjsua2.PJSIP_TRANSPORT_UDP, transport)
        endpoint.libStart()
        endpoint.audDevManager().setNullDev()
        return endpoint

    def _settings(self):
        settings = pjsua2.AccountConfig()
        settings.idUri = f"sip:phone@127.0.0.1:{self.port}"
        settings.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        settings.mediaConfig.transportConfig.publicAddress = "127.0.0.1"
        return settings


class _Account(pjsua2.Account):
    def __init__(self, phone):
        super().__init__()
        self._phone = phone

    def onIncomingCall(self, incoming):
        self._phone.rings(incoming.callId)
