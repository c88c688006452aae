"""What a callee of the tests does, and what was seen of a call to it."""
import time
from dataclasses import dataclass, field

import rtp


@dataclass(frozen=True)
class Behaviour:
    """Seconds count from the INVITE, those of keys and hang-up from the ACK."""
    code: int = 200                # the final answer; None: rings until cancelled
    after: float = 0.3
    provisional: int = 180         # None: not a word before the final answer
    early_media: bool = False      # the provisional answer carries SDP
    keys: tuple = ()               # ((seconds, key), ...)
    hang_up_after: float = None
    listens: bool = False          # keeps what it hears in `ear`
    picks_up_on_cancel: bool = False  # its 200 OK crosses the CANCEL
    says_nothing: bool = False
    speaks: bool = False           # sends audio, as phones do: silence
    headers: tuple = ()            # lines that the final answer carries besides


@dataclass
class Call:
    """What the peer has seen of one Call-ID."""
    call_id: str
    to: str
    from_: str
    behaviour: Behaviour
    source: tuple = None                          # the worker's (host, port)
    media: tuple = None                           # where it wants its audio
    invites: dict = field(default_factory=dict)   # CSeq: times it arrived
    first_at: float = field(default_factory=time.monotonic)
    final: int = None
    acked: bool = False
    cancelled: bool = False
    bye_by: str = None                            # platform or carrier
    answers: list = field(default_factory=list)   # (method, code, body) to our own requests
    ear: rtp.Ear = None
    at: dict = field(default_factory=dict)        # acked, cancelled, over: when, monotonic

    def dials(self):
        return len(self.invites)

    def is_over(self):
        return self.bye_by is not None or (self.final is not None and self.final >= 300)
