# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The same answers as `frame_scanner.py`, in C: a frame of exactly the usual shape is taken apart without regular expressions.

Anything else, were it different by a letter, is left to the functions in Python, which look at all of it. So this file can
be wrong only where it says yes; `tests/properties/test_compiled_twins.py` asks both the same questions.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.string cimport memchr, memcmp, memcpy, strlen
from media_relay.native.prefetch cimport prefetch_rest
from picows.picows cimport WSFrame, WSMsgType, WSTransport

from media_relay.native import switch
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.twilio import media_stream
from trunkline.realtime.carrier_events import MarkReached

IS_COMPILED = True
cdef bint IS_ON = switch.IS_ON
DEF HEADER_ROOM = 16  # picows writes the head of a frame in front of it, 14 bytes at most
DEF ROOM = 64 * 1024  # 6 s of audio; agents send up to 2.4 s at once
cdef char OUTGOING[HEADER_ROOM + ROOM]  # where frames are put together; no await stands between here and the kernel

cdef bytes ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
cdef signed char SIXBITS[256]  # what a character of base64 stands for; negative for every other
for character in range(256):
    SIXBITS[<int>character] = ALPHABET.find(character)


cpdef tuple caller_payload(bytes frame):
    spliced = _caller(PyBytes_AS_STRING(frame), PyBytes_GET_SIZE(frame))
    if spliced is None and frame.startswith(b'{"event":"media"'):  # else nor would the other one find audio in it
        return media_stream.caller_payload(frame)
    return spliced


cpdef tuple caller_frame(WSFrame frame):
    return _caller(frame.payload_ptr, frame.payload_size)


cdef tuple _caller(const char* at, Py_ssize_t size):
    """None unless it is of exactly the usual shape."""
    cdef const char* end = at + size
    cdef const char* payload
    cdef const char* quote
    cdef long long number = 0, timestamp_ms = 0
    if (
        IS_ON and _text(&at, end, b'{"event":"media","sequenceNumber":"') and _digits(&at, end, &number)
        and _text(&at, end, b'",') and _perhaps_stream(&at, end, b'"streamSid":"MZ', b'",')
        and _text(&at, end, b'"media":{"track":"inbound","chunk":"') and _digits(&at, end, &number)
        and _text(&at, end, b'","timestamp":"') and _digits(&at, end, &timestamp_ms)
        and _text(&at, end, b'","payload":"')
    ):
        payload = at
        quote = _to_quote(&at, end)
        if (
            quote != NULL and _text(&at, end, b'"}') and _perhaps_stream(&at, end, b',"streamSid":"MZ', b'"')
            and _text(&at, end, b"}") and at == end
        ):
            return _parts(payload, quote, timestamp_ms)
    return None


cpdef object carrier_message(bytes frame):
    cdef const char* at = PyBytes_AS_STRING(frame)
    cdef const char* end = at + PyBytes_GET_SIZE(frame)
    cdef const char* name
    cdef long long number = 0
    if (
        IS_ON and _text(&at, end, b'{"event":"mark","sequenceNumber":"') and _digits(&at, end, &number)
        and _text(&at, end, b'",') and _perhaps_stream(&at, end, b'"streamSid":"MZ', b'",')
        and _text(&at, end, b'"mark":{"name":"')
    ):
        name = at
        _alphanumeric(&at, end)
        if _text(&at, end, b'"}}') and at == end:
            return MarkReached(name[: at - name - 3].decode("ascii"))
    return media_stream.read(frame)


cpdef tuple agent_payload(bytes frame):
    spliced = _agent(PyBytes_AS_STRING(frame), PyBytes_GET_SIZE(frame))
    if spliced is None and b"audio_base_64" in frame:  # else nor would the other one find audio in it
        return agent_socket.agent_payload(frame)
    return spliced


cpdef tuple agent_frame(WSFrame frame):
    return _agent(frame.payload_ptr, frame.payload_size)


cdef tuple _agent(const char* at, Py_ssize_t size):
    """None unless it is of exactly the usual shape."""
    cdef const char* end = at + size
    cdef const char* payload
    cdef const char* quote
    cdef long long event_id = 0
    if (
        IS_ON and _text(&at, end, b"{") and _spaced(&at, end, b'"type":') and _spaced(&at, end, b'"audio",')
        and _spaced(&at, end, b'"audio_event":') and _spaced(&at, end, b"{") and _spaced(&at, end, b'"audio_base_64":')
        and _spaced(&at, end, b'"')
    ):
        payload = at
        quote = _to_quote(&at, end)
        if (
            quote != NULL and _text(&at, end, b'",') and _spaced(&at, end, b'"event_id":')
            and _spaced(&at, end, b"") and _digits(&at, end, &event_id)
            and _spaced(&at, end, b"}") and _spaced(&at, end, b"}") and at == end
        ):
            return _parts(payload, quote, event_id)
    return None


cpdef send_between(WSTransport transport, bytes before, bytes payload, bytes behind):
    """Without making an object of them, or a copy in a buffer of picows' that each call would keep. What cannot be sent
    at once picows copies."""
    cdef Py_ssize_t head = PyBytes_GET_SIZE(before), body = PyBytes_GET_SIZE(payload), tail = PyBytes_GET_SIZE(behind)
    cdef char* at = OUTGOING + HEADER_ROOM
    if not IS_ON or head + body + tail > ROOM:
        transport.send(WSMsgType.TEXT, before + payload + behind)
        return
    memcpy(at, PyBytes_AS_STRING(before), head)
    memcpy(at + head, PyBytes_AS_STRING(payload), body)
    memcpy(at + head + body, PyBytes_AS_STRING(behind), tail)
    prefetch_rest()
    transport.send_reuse_external_buffer(WSMsgType.TEXT, at, head + body + tail)

# --- the parts of a shape: each moves `at` behind what it recognised, or says no ------------------------------------

cdef inline bint _text(const char** at, const char* end, const char* wanted) noexcept:
    cdef size_t length = strlen(wanted)
    if <size_t>(end - at[0]) < length or memcmp(at[0], wanted, length) != 0:
        return False
    at[0] += length
    return True


cdef inline bint _spaced(const char** at, const char* end, const char* wanted) noexcept:
    """At most one space before it."""
    if at[0] < end and at[0][0] == c" ":
        at[0] += 1
    return _text(at, end, wanted)


cdef inline bint _digits(const char** at, const char* end, long long* number) noexcept:
    """One to twelve of them."""
    cdef int count = 0
    number[0] = 0
    while count < 12 and at[0] < end and c"0" <= at[0][0] <= c"9":
        number[0] = number[0] * 10 + (at[0][0] - c"0")
        at[0] += 1
        count += 1
    return count > 0


cdef inline void _alphanumeric(const char** at, const char* end) noexcept:
    """As many as there are; marks of ours have such names."""
    while at[0] < end and (c"0" <= at[0][0] <= c"9" or c"a" <= at[0][0] <= c"z"):
        at[0] += 1


cdef inline bint _perhaps_stream(const char** at, const char* end, const char* opening, const char* closing) noexcept:
    """The name of the stream may stand here, whole. Where it does not begin there is nothing to move behind."""
    cdef int place
    cdef char digit
    if not _text(at, end, opening):
        return True
    if end - at[0] < 32:
        return False
    for place in range(32):
        digit = at[0][place]
        if not (c"0" <= digit <= c"9" or c"a" <= digit <= c"f"):
            return False
    at[0] += 32
    return _text(at, end, closing)


cdef inline const char* _to_quote(const char** at, const char* end) noexcept:
    """Where it is; NULL without one."""
    cdef const char* quote = <const char*>memchr(at[0], c'"', end - at[0])
    if quote != NULL:
        at[0] = quote
    return quote


cdef tuple _parts(const char* payload, const char* quote, long long number):
    """(base64, audio, number), or None when the base64 is not of the canonical kind."""
    cdef Py_ssize_t length = quote - payload
    cdef Py_ssize_t padding = 0
    if length == 0 or length % 4:
        return None
    if payload[length - 1] == c"=":
        padding = 2 if payload[length - 2] == c"=" else 1
    audio = PyBytes_FromStringAndSize(NULL, length // 4 * 3 - padding)
    if not _decoded(<const unsigned char*>payload, length - padding, <unsigned char*>PyBytes_AS_STRING(audio)):
        return None
    return PyBytes_FromStringAndSize(payload, length), audio, number


cdef bint _decoded(const unsigned char* text, Py_ssize_t length, unsigned char* audio) noexcept:
    """Whole groups of four, then what is left of the last one. Bits that stand for nothing must be zero."""
    cdef Py_ssize_t group
    cdef int a, b, c, d, seen = 0
    for group in range(length // 4):
        a, b, c, d = SIXBITS[text[0]], SIXBITS[text[1]], SIXBITS[text[2]], SIXBITS[text[3]]
        seen |= a | b | c | d
        audio[0] = <unsigned char>(a << 2 | b >> 4)
        audio[1] = <unsigned char>(b << 4 | c >> 2)
        audio[2] = <unsigned char>(c << 6 | d)
        text += 4
        audio += 3
    length %= 4
    if length == 1:
        return False
    if length >= 2:
        a, b = SIXBITS[text[0]], SIXBITS[text[1]]
        c = SIXBITS[text[2]] if length == 3 else 0
        seen |= a | b | c
        audio[0] = <unsigned char>(a << 2 | b >> 4)
        if length == 3:
            audio[1] = <unsigned char>(b << 4 | c >> 2)
        if (c & 3 if length == 3 else b & 15):
            return False
    return seen >= 0
