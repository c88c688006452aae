"""A stateless SIP proxy (RFC 3261, 16.11) between the platform and a real phone.

The platform knows one trunk, the tests' peer. Calls to a relayed number go on from there to the
phone; by Record-Route the rest of the dialog passes here too, so that the platform also proves that
it keeps a route set.
"""
import hashlib
import re


class Relay:
    def __init__(self, address, send):
        self._host, self._port = address
        self._send = send
        self._phones = {}    # number: (host, port)
        self._calls = set()  # Call-IDs

    def add(self, number, phone):
        self._phones[number] = phone

    def takes(self, message, number):
        """Passes the message on if it is one of a relayed call."""
        if message.method == "INVITE" and number in self._phones:
            self._calls.add(message.call_id)
        if message.call_id not in self._calls:
            return False
        if message.code:
            self._back(message)
        else:
            self._on(message, number)
        return True

    def _on(self, request, number):
        # What is addressed to us is for the phone; the rest of the dialog names its own target.
        target = host_port(request.uri)
        if target == (self._host, self._port):
            target = self._phones[number]
        # The same branch in gives the same branch out: a CANCEL finds its INVITE.
        branch = hashlib.sha1((request.branch or "").encode()).hexdigest()[:16]
        lines = [f"{request.method} {request.uri} SIP/2.0",
                 f"Via: SIP/2.0/UDP {self._host}:{self._port};branch=z9hG4bK{branch}"]
        if request.method == "INVITE":
            lines.append(f"Record-Route: <sip:{self._host}:{self._port};lr>")
        lines += [line for line, (name, value) in zip(request.lines, request.headers)
                  if name != "route" or f"{self._host}:{self._port}" not in value]
        self._pass(lines, request.body, target)

    def _back(self, answer):
        """The topmost Via is ours; the next one says where it came from."""
        ours = next(at for at, (name, _) in enumerate(answer.headers) if name == "via")
        via = answer.all("via")[1]
        host, port = host_port(via.split()[1].split(";")[0])
        received = re.search(r"received=([^;]+)", via)
        rport = re.search(r"rport=(\d+)", via)
        lines = [f"SIP/2.0 {answer.code} {answer.reason}"]
        lines += answer.lines[:ours] + answer.lines[ours + 1:]
        self._pass(lines, answer.body,
                   (received[1] if received else host, int(rport[1]) if rport else port))

    def _pass(self, lines, body, target):
        self._send(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), target)


def host_port(uri):
    found = re.search(r"(?:sips?:)?(?:[^@]*@)?([\d.]+)(?::(\d+))?", uri)
    return found[1], int(found[2] or 5060)
