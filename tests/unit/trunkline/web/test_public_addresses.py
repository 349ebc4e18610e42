"""A tool's address never leads inside, in any notation."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.web.public_addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2001:4860:4860::8888",
        "2a00:1450::1",
        "2400:cb00::1",
        "2002:808:808::1",
    ],
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
        # what IANA keeps back, or has not given out
        "::127.0.0.1", "::169.254.169.254", "::8.8.8.8", "fec0::1", "feff::1", "5f00::1", "4000::1", "8000::1",
        "100::1", "100:0:0:1::1", "64:ff9b:1::a00:1", "64:ff9b:1::808:808", "3fff::1", "3fff:fff::1", "3ffe::1",
        "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff::1", "2620:4f:8000::1",
        "192.0.0.9", "192.0.0.170", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.175.48.1", "203.0.113.1",
        "2001:0:a9fe:a9fe::f7f7:f7f7", "2001:0:808:808::80ff:fffe",
        "::ffff:192.88.99.1", "::ffff:0:a9fe:a9fe", "2002:a9fe:a9fe::1", "2002:a00:1::", "2002:c058:6301::",
        "", "localhost", "2130706433", "0x7f000001", "127.1", "1.2.3.4.5", "not an address",
    ],
)  # fmt: skip
def test_nothing_else_may(address):
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_other_clothes_is_judged_as_what_it_is(address: IPv4Address):
    number, public = int(address), is_public(str(address))
    mapped, translated, tunnelled = (0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | number << 80
    assert [is_public(str(IPv6Address(item))) for item in (mapped, translated, tunnelled)] == [public] * 3
    assert not is_public(str(IPv6Address(number)))


@given(st.ip_addresses(v=6))
def test_nothing_outside_of_global_unicast_is_public_by_itself(address: IPv6Address):
    is_dressed = address.ipv4_mapped or int(address) >> 32 in {0x64FF9B << 64, 0xFFFF << 16}
    if int(address) >> 125 != 1 and not is_dressed:
        assert not is_public(str(address))
