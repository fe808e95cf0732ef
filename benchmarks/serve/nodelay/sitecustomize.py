"""Let asyncio send what is written at once, on whatever socket; Python reads this when it starts.

Uvicorn opens the socket that its workers share without naming the protocol, so that asyncio does
not see TCP and leaves Nagle's algorithm on: each answer's body then waits some 40 ms for the client
to acknowledge the head. A server is not slow for that, and not ours to be compared with.
"""

import socket
from asyncio import base_events


def _set_nodelay(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]
