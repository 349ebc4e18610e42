"""No tool leads back inside, whatever its address is dressed as."""

import pytest

from trunkline.protocols.public_addresses import is_public


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_public_internet_may_be_reached(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254",  # where a cloud keeps its credentials
        "169.254.170.2",  # … and a container's
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:1:1:1:1:80ff:fffe",
        "", "localhost", "2130706433", "0x7f000001", "127.1", "1.2.3.4.5", "not an address",
    ],
)  # fmt: skip
def test_nothing_else_may(address):
    assert not is_public(address)
