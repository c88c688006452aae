"""The second witness: what SIP passes the carrier's port, read off the loopback interface.

It shares nothing with SIPp, which has been seen to crash and to miscount: it looks at packets.
"""
import ctypes
import re
import socket
import struct

ETH_P_IP = 0x0800
SO_ATTACH_FILTER = 26
FIRST_LINE = re.compile(rb"(?:SIP/2.0 (?P<code>\d{3})|(?P<method>[A-Z]+) sip:(?P<user>[^@;> ]*))")
HEADER = re.compile(rb"^(Call-ID|i|CSeq)\s*:\s*(.*?)\s*$", re.I | re.M)


class Witness:
    def __init__(self, port):
        self._port = port
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
        self._only(port)
        self._socket.bind(("lo", ETH_P_IP))

    def messages(self):
        """Each SIP message as a dictionary, for ever."""
        while True:
            packet = self._socket.recv(65535)
            udp = packet[(packet[0] & 15) * 4:]
            source, = struct.unpack_from("!H", udp)
            message = read(udp[8:])
            if message:
                message["by"] = "carrier" if source == self._port else "platform"
                yield message

    def _only(self, port):
        """Lets the kernel drop all but UDP from and to the port: loopback is a busy street."""
        accept, drop = (0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0)
        program = [
            (0x30, 0, 0, 9), (0x15, 0, 6, socket.IPPROTO_UDP),  # protocol
            (0xB1, 0, 0, 0),                                    # x = length of the IP header
            (0x48, 0, 0, 0), (0x15, 2, 0, port),                # source port
            (0x48, 0, 0, 2), (0x15, 0, 1, port),                # destination port
            accept, drop]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line)
                                                    for line in program))
        self._socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER,
                                struct.pack("HL", len(program), ctypes.addressof(code)))


def read(data):
    head = data.split(b"\r\n\r\n", 1)[0]
    first = FIRST_LINE.match(head)
    if not first:
        return None
    headers = {name.lower(): value for name, value in HEADER.findall(head)}
    number, method = headers.get(b"cseq", b"0 ?").split()[:2]
    return {"callId": (headers.get(b"call-id") or headers.get(b"i", b"")).decode(),
            "cseq": int(number), "method": method.decode(),
            "code": int(first["code"]) if first["code"] else None,
            "to": first["user"].decode() if first["user"] else None}
