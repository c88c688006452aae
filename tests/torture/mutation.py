"""Messages that are almost right, the same for the same seed."""
import random

SDP = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
       "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n")

GARBAGE = ["", " ", "\0", "\r", "\r\n", "\r\n\r\n", "%00", "%", "<", ">", "\"", "\\", ";", ",", ":",
           "@", "[", "]", "::", "=", "?", "-1", "0", "4294967295", "4294967296", "99999999999999",
           "1e9", "NaN", "\xff\xfe", "\u0644", "A" * 300, ";" * 300, "," * 300, "<" * 300,
           ";a" * 200, "%s%n%x", "sip:", "sips:[::1]", "tel:1", "sip:@", "[::]", "0.0.0.0",
           "255.255.255.255", "127.0.0.1", "127.0.0.1:0", "localhost", "z9hG4bK", "SIP/2.0", "*",
           "multipart/mixed;boundary=", "multipart/mixed;boundary=\"", "application/sdp",
           "Via: SIP/2.0/UDP 127.0.0.1", "Content-Length: 99999", "Content-Length: -1"]

EXTRAS = ["Require: 100rel", "Require: timer", "Supported: 100rel, timer", "Session-Expires: 90",
          "Session-Expires: 4294967295;refresher=uas", "Min-SE: 4294967295", "RSeq: 0", "RSeq: 1",
          "RSeq: 4294967295", "RAck: 1 1 INVITE", "Record-Route: <sip:127.0.0.1;lr>",
          "Record-Route: <sip:[::1];lr>, <sip:nowhere.invalid;lr>", "Record-Route: garbage",
          "Route: <sip:127.0.0.1;lr>", "Contact: *", "Contact: <sip:x@nowhere.invalid>",
          "Contact: <sip:x@127.0.0.1:1>, <tel:+1>", "Reason: Q.850;cause=999",
          "P-Asserted-Identity: <tel:+1>, <sip:%00@x>", "Content-Encoding: gzip",
          "Content-Disposition: session;handling=optional", "Accept: text/plain",
          "Event: refer", "Refer-To: <sip:x>", "Replaces: a;to-tag=b;from-tag=c", "Timestamp: 1e309",
          "Retry-After: 0 (x", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"",
          "Proxy-Authenticate: Digest", "Proxy-Authenticate: Digest nonce=" + "a" * 3000,
          "Warning: 399 x \"y\"", "Max-Forwards: 0", "Max-Forwards: 300", "Allow: UPDATE, INVITE",
          "Content-Type: multipart/mixed;boundary=\"b", "Date: Sun, 31 Feb 2026 25:61:61 EST"]


def lying_multipart(chance):
    """A body whose boundary is not where its type says (CVE-2026-110658)."""
    boundary = chance.choice(["b", "", "b\"", " ", "--", "b" * 80, "\0"])
    parts = "".join(chance.choice(["--b", "--", "\r\n", "--b--", "\r\n--b\r\n", SDP, "--b\r\n\r\n",
                                   "Content-Type: application/sdp\r\n\r\n", "b", "\0"])
                    for _ in range(chance.randrange(0, 8)))
    quote = chance.choice(["", "\"", "\\\""])
    return f"multipart/mixed;boundary={quote}{boundary}{quote}", parts


def mutate(message, chance):
    """A text with a few of its lines, words and bytes changed."""
    head, _, body = message.partition("\r\n\r\n")
    lines = head.split("\r\n")
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3, 5])):
        at = chance.randrange(len(lines))
        deed = chance.randrange(9)
        if deed == 0 and len(lines) > 1:
            del lines[at]
        elif deed == 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif deed == 2:
            lines.insert(max(1, at), chance.choice(EXTRAS))
        elif deed == 3:
            lines[at] = cut(lines[at], chance)
        elif deed == 4:
            name, colon, _ = lines[at].partition(":")
            lines[at] = name + colon + " " + chance.choice(GARBAGE)
        elif deed == 5:
            lines[at] = lines[at].replace(" ", chance.choice(["", "  ", "\t", "\r\n ", "\r\n\t"]), 1)
        elif deed == 6:
            lines[at] = lines[at].swapcase()
        else:
            lines[at] = splice(lines[at], chance)
    if chance.random() < 0.3:
        body = splice(splice(body, chance), chance) if body else chance.choice(GARBAGE)
    text = "\r\n".join(lines) + chance.choice(["\r\n\r\n"] * 12 + ["\r\n", "\n\n", ""]) + body
    return torn(text.encode("utf-8", "surrogateescape"), chance)


def splice(text, chance):
    """Something is put in somewhere, over what was there."""
    start = chance.randrange(len(text) + 1)
    return text[:start] + chance.choice(GARBAGE) + text[start + chance.choice([0, 0, 1, 4]):]


def cut(text, chance):
    return text[:chance.randrange(len(text) + 1)]


def torn(data, chance):
    """Now and then bytes are turned, or the end is missing."""
    if data and chance.random() < 0.1:
        data = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = bytes(data)
    return data[:chance.randrange(len(data) + 1)] if chance.random() < 0.05 else data


def seeded(seed, name):
    return random.Random(f"{seed} {name}")
