"""INVITEs, requests within their calls, and answers, each almost right; the same for the same seed."""
import select

from mutation import lying_multipart, mutate, seeded
from trunk_side import SDP, answer, header, request, tag_of, within


def heard(endpoint, patience=0.0):
    """What the trunk hears, until nothing comes for as long."""
    while select.select([endpoint.trunk], [], [], patience)[0]:
        yield endpoint.trunk.recv(65536).decode("utf-8", "replace")


def at_of(endpoint):
    return "{}:{}".format(*endpoint.trunk.getsockname())


def test_invites(endpoint, amount, seed):
    chance = seeded(seed, "invites")
    at = at_of(endpoint)
    for number in range(amount(5000, 400)):
        body = chance.choice([SDP, SDP, SDP, ""])
        endpoint.send(mutate(request("INVITE", at, f"{number}@trunk", body=body), chance)[:65507])
        endpoint.is_sane()
        for message in heard(endpoint):
            go_on(endpoint, at, message, chance)


def go_on(endpoint, at, message, chance):
    """Answers the endpoint's 200 by an ACK and more, each of them mutated now and then."""
    if message.startswith("BYE"):
        endpoint.send(answer(message, chance.choice([200, 481, 500])).encode())
    if not message.startswith("SIP/2.0 200") or not header(message, "CSeq").endswith("INVITE"):
        return
    call, tag = header(message, "Call-ID"), tag_of(header(message, "To"))
    cseq = header(message, "CSeq").split()[0]
    if not cseq.isdigit():
        return
    for step, method in enumerate(["ACK"] + chance.choices(
            ["INVITE", "UPDATE", "INFO", "BYE", "PRACK", "REFER", "NOTIFY", "OPTIONS", "ACK"], k=2)):
        said = request(method, at, call, int(cseq) + step, tag,
                       body=SDP if method in ("INVITE", "UPDATE") else "")
        endpoint.send(mutate(said, chance)[:65507] if chance.random() < 0.5 else said.encode())
        endpoint.is_sane()


def test_lying_boundaries(endpoint, amount, seed):
    """CVE-2026-110658."""
    chance = seeded(seed, "multipart")
    at = at_of(endpoint)
    for number in range(amount(1000, 200)):
        kind, body = lying_multipart(chance)
        said = request(chance.choice(["INVITE", "OPTIONS", "INFO"]), at, f"m{number}@trunk")
        said = said.replace("Content-Length: 0", f"Content-Type: {kind}\r\nContent-Length: {len(body)}")
        endpoint.send((said + body).encode("utf-8", "surrogateescape"))
        endpoint.is_sane()


def test_over_tcp(endpoint, amount, seed):
    chance = seeded(seed, "tcp")
    for number in range(amount(1000, 100)):
        said = b"".join(
            mutate(request("INVITE", at_of(endpoint), f"t{number}.{part}@trunk", body=SDP)
                   .replace("/UDP", "/TCP"), chance) for part in range(chance.choice([1, 1, 3])))
        endpoint.send_tcp(said, patience=0.001)
        endpoint.is_sane()


def test_answers(endpoint, amount, seed):
    chance = seeded(seed, "answers")
    at = at_of(endpoint)
    wanted = amount(5000, 400)
    sent = 0
    endpoint.tell(f"call {wanted} 200")
    for message in heard(endpoint, patience=1.0):
        sent += reply(endpoint, at, message, chance)
    assert sent >= wanted


def reply(endpoint, at, message, chance):
    """Mutated answers to what the endpoint asks; how many."""
    method = message.split(" ", 1)[0]
    if method in ("ACK", "SIP/2.0"):
        return 0
    codes = {"INVITE": chance.choices([100, 180, 183, 200, 302, 401, 407, 422, 486, 503], k=2),
             "CANCEL": [200, 487]}.get(method, [chance.choice([200, 401, 481, 500])])
    for code in codes:
        body = SDP if code in (183, 200) and method == "INVITE" else ""
        said = answer(message, code, chance.choice(["a", "b"]), body, contact=f"sip:callee@{at}")
        endpoint.send(mutate(said, chance)[:65507])
        endpoint.is_sane()
    if method == "INVITE" and chance.random() < 0.3:
        asked = within(message, chance.choice(["BYE", "INVITE", "UPDATE", "INFO", "NOTIFY"]), at, 7,
                       chance.choice(["a", "b"]), SDP)
        endpoint.send(mutate(asked, chance)[:65507])
        endpoint.is_sane()
    return len(codes)
