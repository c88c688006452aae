"""The flow graphs that the tests call with."""


def node(id, type, config=None, **outputs):
    return {"id": id, "type": type, "config": config or {}, "outputs": outputs}


def audio(id):
    return [{"type": "audioFile", "audioId": id}]


def hangs_up(timeout=5000):
    """Dial, and hang up on who answers."""
    return {"startNodeId": "call", "nodes": [
        node("call", "dial", {"timeout": timeout, "enableAMD": False}, onAnswer="end"),
        node("end", "hangup")]}


def plays(audio_id, timeout=5000):
    """Dial, say one thing, hang up."""
    return {"startNodeId": "call", "nodes": [
        node("call", "dial", {"timeout": timeout, "enableAMD": False}, onAnswer="say"),
        node("say", "play", {"audioItems": audio(audio_id)}, onComplete="end"),
        node("end", "hangup")]}


def asks(audio_id, timeout=5000, key_timeout=2000, retries=1):
    """Dial, ask for 1 or 2, remember the answer, thank, hang up."""
    return {"startNodeId": "call", "nodes": [
        node("call", "dial", {"timeout": timeout, "enableAMD": False}, onAnswer="ask"),
        node("ask", "play", {"audioItems": audio(audio_id), "bargeIn": True},
             onComplete="choice"),
        node("choice", "dtmf",
             {"mode": "single_digit", "variable": "key", "timeout": key_timeout,
              "singleDigitConfig": {"allowedDigits": "12"}, "retry": {"maxRetries": retries}},
             branches={"1": "yes", "2": "no"}, onMaxRetries="end"),
        node("yes", "set_variable", {"variable": "answer", "value": "yes"}, onSuccess="thanks"),
        node("no", "set_variable", {"variable": "answer", "value": "no"}, onSuccess="thanks"),
        node("thanks", "play", {"audioItems": audio(audio_id)}, onComplete="end"),
        node("end", "hangup")]}
