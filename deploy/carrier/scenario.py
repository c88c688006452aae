"""The carrier as one SIPp scenario: a branch for each behaviour of the plan."""
from plan import PLAN, REFUSALS

KEYS = "/usr/share/sip-tester/dtmf_2833_{}.pcap"  # RFC 4733, payload type 101

# What later messages of the call need from its INVITE: SIPp remembers only the last message.
REMEMBERED = {"via": "Via:", "from": "From:", "to": "To:", "cseq": "CSeq:"}

TAG = ";tag=[pid]C[call_number]"
CONTACT = "Contact: <sip:carrier@[local_ip]:[local_port]>"
IN_DIALOG = "[last_Via:]\n[last_From:]\n[last_To:]{tag}\n[last_Call-ID:]\n[last_CSeq:]\n"
TO_INVITE = "Via:[$via]\nFrom:[$from]\nTo:[$to]" + TAG + "\n[last_Call-ID:]\nCSeq:[$cseq]\n"

SDP = """v=0
o=carrier 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
"""


def scenario():
    return "\n".join(['<?xml version="1.0" encoding="ISO-8859-1"?>', '<scenario name="carrier">',
                      *beginning(), *refusals(), *ringing_out(), *answering(), *ending(),
                      "</scenario>", ""])


def beginning():
    """Every call starts alike; its number chooses the branch."""
    yield '<recv request="INVITE" rrs="true"><action>'
    for each in PLAN:
        endings = "|".join(f"{ending:02}" for ending in each.endings)
        yield (f'  <ereg regexp="^INVITE sip:[^@]*({endings})@" search_in="msg"'
               f' assign_to="{each.name}"/>')
    for name, header in REMEMBERED.items():
        yield f'  <ereg regexp=".*" search_in="hdr" header="{header}" assign_to="{name}"/>'
    yield "</action></recv>"
    # SIPp refuses a variable that nothing asks for.
    yield '<Reference variables="stays_silent"/>'
    for name in REFUSALS:
        yield f'<nop next="{name}" test="{name}"/>'
    yield send("180 Ringing", TO_INVITE + CONTACT)
    yield '<nop next="rings_out" test="rings_out"/>'
    yield '<nop next="answers"/>'


def refusals():
    for name, (code, reason) in REFUSALS.items():
        yield f'<label id="{name}"/>'
        yield send(f"{code} {reason}", TO_INVITE, again=True)
        yield '<recv request="ACK" next="end"/>'


def ringing_out():
    yield '<label id="rings_out"/>'
    yield '<recv request="CANCEL"/>'
    yield '<label id="cancelled"/>'
    yield send("200 OK", IN_DIALOG.format(tag=TAG))
    yield send("487 Request Terminated", TO_INVITE, again=True)
    yield '<recv request="ACK" next="end"/>'


def answering():
    """Rings a second, answers, and does what the number says unless the call ends before."""
    yield '<label id="answers"/>'
    yield '<recv request="CANCEL" timeout="1000" ontimeout="picks_up" next="cancelled"/>'
    yield '<label id="picks_up"/>'
    yield send("200 OK", TO_INVITE + CONTACT + "\nContent-Type: application/sdp", SDP, again=True)
    yield '<recv request="ACK"/>'
    for name in ("presses_1", "presses_2", "presses_9_then_1", "hangs_up"):
        yield f'<nop next="{name}" test="{name}"/>'
    yield '<nop next="talks"/>'

    yield from wait("presses_9_then_1", 2500, "presses_9")
    yield from press("9")
    yield from wait("presses_1", 2500, "key_1")
    yield from press("1", label="key_1")
    yield '<nop next="talks"/>'
    yield from wait("presses_2", 2500, "key_2")
    yield from press("2", label="key_2")
    yield '<nop next="talks"/>'
    yield from wait("hangs_up", 2000, "leaves")
    yield '<label id="leaves"/>'
    yield send_bye()
    yield '<recv response="200" next="end"/>'


def ending():
    yield '<label id="talks"/>'
    yield '<recv request="BYE"/>'
    yield '<label id="over"/>'
    yield send("200 OK", IN_DIALOG.format(tag=""))
    yield '<label id="end"/>'
    # What is sent again in the next second is still answered.
    yield '<timewait milliseconds="1000"/>'


def wait(label, milliseconds, then):
    yield f'<label id="{label}"/>'
    yield f'<recv request="BYE" timeout="{milliseconds}" ontimeout="{then}" next="over"/>'


def press(key, label=None):
    yield f'<label id="{label or "presses_" + key}"/>'
    yield f'<nop><action><exec play_pcap_audio="{KEYS.format(key)}"/></action></nop>'


def send(status, headers, body="", again=False):
    retransmit = ' retrans="500"' if again else ""
    return (f"<send{retransmit}><![CDATA[\nSIP/2.0 {status}\n{headers.rstrip()}\n"
            f"Content-Length: {'[len]' if body else '0'}\n\n{body}]]></send>")


def send_bye():
    return ('<send retrans="500"><![CDATA[\nBYE [next_url] SIP/2.0\n'
            "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
            f"From:[$to]{TAG}\nTo:[$from]\n[last_Call-ID:]\nCSeq: 1 BYE\nMax-Forwards: 70\n"
            "Content-Length: 0\n\n]]></send>")


if __name__ == "__main__":
    print(scenario(), end="")
