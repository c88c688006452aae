"""What the trunk says, as text. Shares no code with what it tests."""
from mutation import SDP


def header(text, name):
    for line in text.split("\r\n")[1:]:
        if line.lower().startswith(name.lower() + ":"):
            return line.partition(":")[2].strip()
    return ""


def all_lines(text, name):
    return [line for line in text.partition("\r\n\r\n")[0].split("\r\n")[1:]
            if line.lower().startswith(name.lower() + ":")]


def tag_of(value):
    return value.partition(";tag=")[2].partition(";")[0]


def branch_of(call_id, method, cseq):
    return f"{call_id.partition('@')[0]}.{method}.{cseq}"


def request(method, at, call_id, cseq=1, to_tag="", branch="", body="", headers=(), uri=""):
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([
        f"{method} {uri or 'sip:+212520000000@127.0.0.1'} SIP/2.0",
        f"Via: SIP/2.0/UDP {at};branch=z9hG4bK{branch or branch_of(call_id, method, cseq)}",
        f"From: <sip:+212600000009@{at}>;tag=theirs",
        "To: <sip:+212520000000@127.0.0.1>" + (f";tag={to_tag}" if to_tag else ""),
        f"Call-ID: {call_id}", f"CSeq: {cseq} {method}", "Max-Forwards: 70",
        f"Contact: <sip:gw@{at}>", *headers, *kind, f"Content-Length: {len(body)}", "", body])


def answer(asked, code, tag="theirs", body="", headers=(), contact=""):
    to = header(asked, "To")
    if code > 100 and tag and ";tag=" not in to:
        to += f";tag={tag}"
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([
        f"SIP/2.0 {code} Whatever", *all_lines(asked, "Via"), "From: " + header(asked, "From"),
        "To: " + to, "Call-ID: " + header(asked, "Call-ID"), "CSeq: " + header(asked, "CSeq"),
        *([f"Contact: <{contact}>"] if contact else []), *headers, *kind,
        f"Content-Length: {len(body)}", "", body])


def within(asked, method, at, cseq, tag="theirs", body="", headers=()):
    """A request within the dialog that this INVITE of theirs began, from its callee."""
    kind = ["Content-Type: application/sdp"] if body else []
    contact = header(asked, "Contact").partition("<")[2].partition(">")[0]
    return "\r\n".join([
        f"{method} {contact or 'sip:x@127.0.0.1'} SIP/2.0",
        "Via: SIP/2.0/UDP {};branch=z9hG4bK{}".format(
            at, branch_of(header(asked, "Call-ID"), method, cseq)),
        f"From: {header(asked, 'To').partition(';tag=')[0]};tag={tag}",
        "To: " + header(asked, "From"), "Call-ID: " + header(asked, "Call-ID"),
        f"CSeq: {cseq} {method}", "Max-Forwards: 70", f"Contact: <sip:callee@{at}>", *headers,
        *kind, f"Content-Length: {len(body)}", "", body])


__all__ = ["SDP", "header", "all_lines", "tag_of", "request", "answer", "within"]
