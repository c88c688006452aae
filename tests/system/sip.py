"""SIP messages as a plain peer reads and writes them. Shares nothing with the platform's stack."""
import re

START = re.compile(r"(?:SIP/2\.0 (?P<code>\d{3}) ?(?P<reason>.*)|"
                   r"(?P<method>[A-Z]+) (?P<uri>\S+) SIP/2\.0)$")
COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact",
           "l": "content-length", "c": "content-type"}


class Message:
    def __init__(self, data):
        head, _, self.body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        start = START.match(first)
        if not start:
            raise ValueError(f"not SIP: {first!r}")
        self.code = int(start["code"]) if start["code"] else None
        self.reason = start["reason"]
        self.method, self.uri = start["method"], start["uri"]
        self.headers = []
        for line in lines:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            self.headers.append((COMPACT.get(name, name), value.strip()))
        self.lines = lines  # as they came

    def all(self, name):
        return [value for each, value in self.headers if each == name]

    def one(self, name):
        return next(iter(self.all(name)), "")

    @property
    def call_id(self):
        return self.one("call-id")

    @property
    def cseq(self):
        """(number, method)"""
        number, _, method = self.one("cseq").partition(" ")
        return int(number), method.strip()

    @property
    def branch(self):
        found = re.search(r"branch=([^;,\s]+)", self.one("via"))
        return found[1] if found else None


def user_of(uri):
    found = re.search(r"sips?:([^@;>]*)@", uri)
    return found[1] if found else ""


def uri_in(header):
    """The URI of a Contact, From or To."""
    found = re.search(r"<([^>]+)>", header)
    return found[1] if found else header.split(";")[0].strip()


def response(request, code, reason, tag="", contact="", body="", headers=()):
    lines = [f"SIP/2.0 {code} {reason}"]
    lines += [f"Via: {via}" for via in request.all("via")]
    to = request.one("to")
    if tag and ";tag=" not in to:
        to += f";tag={tag}"
    lines += [f"From: {request.one('from')}", f"To: {to}", f"Call-ID: {request.call_id}",
              f"CSeq: {request.one('cseq')}"]
    lines += [f"Record-Route: {route}" for route in request.all("record-route")]
    lines += headers
    return finished(lines, contact, body)


def finished(lines, contact, body):
    if contact:
        lines.append(f"Contact: <{contact}>")
    if body:
        lines.append("Content-Type: application/sdp")
    lines.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def media_of(sdp):
    """(host, port) that an SDP body wants its audio at, and its telephone-event payload type."""
    host = re.search(r"^c=IN IP4 (\S+)", sdp, re.M)
    port = re.search(r"^m=audio (\d+)", sdp, re.M)
    event = re.search(r"^a=rtpmap:(\d+) telephone-event/8000", sdp, re.M)
    if not host or not port:
        return None, None
    return (host[1], int(port[1])), int(event[1]) if event else None


def audio_sdp(host, port, event_type, version=1):
    return "\r\n".join([
        "v=0", f"o=peer 1 {version} IN IP4 {host}", "s=-", f"c=IN IP4 {host}", "t=0 0",
        f"m=audio {port} RTP/AVP 8 {event_type}", "a=rtpmap:8 PCMA/8000",
        f"a=rtpmap:{event_type} telephone-event/8000", f"a=fmtp:{event_type} 0-15",
        "a=ptime:20", "a=sendrecv", ""])
