"""When a datagram arrived by the kernel's word (SO_TIMESTAMPNS), however late it is read."""
import socket
import struct
import time

SO_TIMESTAMPNS = 35  # Linux; Python has no name for it
TIMESPEC = struct.Struct("qq")


def stamp(own):
    own.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)


def receive(own):
    """(data, source, when: monotonic), or None when nothing has come."""
    try:
        data, ancillary, _, source = own.recvmsg(65536, socket.CMSG_SPACE(TIMESPEC.size))
    except (BlockingIOError, ConnectionError):
        return None
    (_, _, stamped), = ancillary
    seconds, nanoseconds = TIMESPEC.unpack(stamped)
    ago = time.time() - seconds - nanoseconds / 1e9
    return data, source, time.monotonic() - ago
