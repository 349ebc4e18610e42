from picows.picows cimport WSTransport

cpdef tuple caller_payload(bytes frame)
cpdef object carrier_message(bytes frame)
cpdef tuple agent_payload(bytes frame)
cpdef send_between(WSTransport transport, bytes before, bytes payload, bytes behind)
