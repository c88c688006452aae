"""A real SIP phone, PJSIP's: it answers, records what it hears, and presses keys."""
import threading

import pjsua2

HANDLE_EVENTS_MILLISECONDS = 20


class Phone:
    """Runs in a thread of its own: PJSIP wants all calls of it from threads that it knows."""

    def __init__(self, port, recording, keys):
        self._port, self._recording, self._keys = port, recording, keys
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._recorder = None
        self.codec = None
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(10), "the phone does not start"
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(10)

    def _run(self):
        endpoint = pjsua2.Endpoint()
        endpoint.libCreate()
        config = pjsua2.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.logConfig.level = config.logConfig.consoleLevel = 0
        endpoint.libInit(config)
        transport = pjsua2.TransportConfig()
        transport.port, transport.boundAddress = self._port, "127.0.0.1"
        endpoint.transportCreate(pjsua2.PJSIP_TRANSPORT_UDP, transport)
        endpoint.libStart()
        endpoint.audDevManager().setNullDev()
        account = _Account(self)
        settings = pjsua2.AccountConfig()
        settings.idUri = f"sip:phone@127.0.0.1:{self._port}"
        settings.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        settings.mediaConfig.transportConfig.publicAddress = "127.0.0.1"
        account.create(settings)
        self._ready.set()
        while not self._stop.is_set():
            endpoint.libHandleEvents(HANDLE_EVENTS_MILLISECONDS)
        self._recorder = None
        account.calls.clear()
        account.shutdown()
        endpoint.libDestroy()

    def heard(self, call):
        """The call has sound: records it, and presses the keys."""
        media = call.getAudioMedia(-1)
        self._recorder = pjsua2.AudioMediaRecorder()
        self._recorder.createRecorder(str(self._recording))
        media.startTransmit(self._recorder)
        self.codec = call.getStreamInfo(0).codecName
        if self._keys:
            call.dialDtmf(self._keys)

    def over(self):
        self._recorder = None
        self.ended.set()


class _Account(pjsua2.Account):
    def __init__(self, phone):
        super().__init__()
        self._phone = phone
        self.calls = []

    def onIncomingCall(self, incoming):
        call = _Call(self._phone, self, incoming.callId)
        self.calls.append(call)
        answer = pjsua2.CallOpParam()
        answer.statusCode = 200
        call.answer(answer)


class _Call(pjsua2.Call):
    def __init__(self, phone, account, call_id):
        super().__init__(account, call_id)
        self._phone = phone
        self._heard = False

    def onCallMediaState(self, _):
        if not self._heard:
            self._heard = True
            self._phone.heard(self)

    def onCallState(self, _):
        if self.getInfo().state == pjsua2.PJSIP_INV_STATE_DISCONNECTED:
            self._phone.over()
