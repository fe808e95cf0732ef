"""A request on its way in: is all of it there?"""

import re
from dataclasses import dataclass, field

HEAD_SECONDS = 10.0
"""For the lines before the body."""
WHOLE_SECONDS = 120.0
IDLE_SECONDS = 5.0
"""For the first byte: browsers open connections before they need them."""
MAX_HEAD = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:[^\r\n]*chunked[ \t]*\r\n", re.IGNORECASE)
_EXPECT = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)


@dataclass
class Incoming:
    """What has been read of one request, and since when.

    Whether the request is well formed is for the server's parser to say: whatever cannot be
    understood here counts as complete.
    """

    started: float
    max_body: int
    data: bytearray = field(default_factory=bytearray)
    _body_from: int | None = None
    _body_length: int | None = None
    """None until the head is there, and for a body in chunks."""

    def feed(self, received: bytes) -> bool:
        """Take some bytes; whether the client is now to be told to go on (`Expect`)."""
        looked_at = max(len(self.data) - len(_END), 0)
        self.data += received
        if self._body_from is not None:
            return False
        end = self.data.find(_END, looked_at)
        if end < 0:
            return False
        self._body_from = end + len(_END)
        head = bytes(self.data[: end + 2])
        length = _LENGTH.search(head)
        if not _CHUNKED.search(head):
            self._body_length = int(length[1]) if length else 0
        return bool(_EXPECT.search(head)) and not self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether a thread would not have to wait for this client, or need not care to."""
        if self._body_from is None:
            return len(self.data) > MAX_HEAD  # the parser will refuse it
        received = len(self.data) - self._body_from
        if received > self.max_body:
            return True  # the application will refuse it
        if self._body_length is None:
            return self.data.endswith(_END, self._body_from)
        return received >= self._body_length or self._body_length > self.max_body

    @property
    def length(self) -> int | None:
        """Bytes of the request, head and body; None until the head is there, and for chunks."""
        if self._body_from is None or self._body_length is None:
            return None
        return self._body_from + self._body_length

    @property
    def whole(self) -> bytes:
        """The request alone, once it is complete and of a known length."""
        return bytes(self.data[: self.length])

    @property
    def rest(self) -> bytes:
        """What came after it: the next requests of a client that does not wait."""
        return b"" if self.length is None else bytes(self.data[self.length :])

    def is_late(self, now: float) -> bool:
        """Whether the client has had time enough, in seconds of the same clock as `started`."""
        waited = now - self.started
        if not self.data:
            return waited > IDLE_SECONDS
        return waited > (HEAD_SECONDS if self._body_from is None else WHOLE_SECONDS)
