from enum import StrEnum

class OutboundTrunkTransport(StrEnum):
    AUTO = "auto"
    TCP = "tcp"
    TLS = "tls"
    UDP = "udp"

    def __str__(self) -> str:
        return str(self.value)
