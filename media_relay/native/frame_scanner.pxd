from picows.picows cimport WSFrame, WSTransport

cpdef tuple caller_payload(bytes frame)
cpdef tuple caller_frame(WSFrame frame)
cpdef object carrier_message(bytes frame)
cpdef tuple agent_payload(bytes frame)
cpdef tuple agent_frame(WSFrame frame)
cpdef send_between(WSTransport transport, bytes before, bytes payload, bytes behind)
