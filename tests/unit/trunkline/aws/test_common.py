"""Links to the bucket: for the region the stage is in, whichever that is."""

from urllib.parse import urlsplit

import pytest

from trunkline.aws.kms_keys import DataKeys
from trunkline.aws.s3 import SpeechCache
from trunkline.bootstrap.shared.common import aws_client
from trunkline.campaigns.adapters.contact_files import ContactFiles

SUFFIXES = {
    "us-east-1": "s3.amazonaws.com",  # the global host is this region's own
    "us-west-2": "s3.us-west-2.amazonaws.com",
    "eu-central-1": "s3.eu-central-1.amazonaws.com",
    "ap-southeast-5": "s3.ap-southeast-5.amazonaws.com",  # a region younger than the global host's last rule
    "cn-north-1": "s3.cn-north-1.amazonaws.com.cn",
}
KEYS = DataKeys.parse("conversations=k,recordings=k,exports=k,lists=k")


def links() -> list[str]:
    shelf, lists = SpeechCache(lambda: aws_client("s3"), "calls", KEYS), ContactFiles(lambda: aws_client("s3"), "calls")
    return [shelf.link("recordings/a.wav", 60), lists.upload_link("contacts/a.csv", 60)]


@pytest.mark.parametrize("region", SUFFIXES)
def test_a_link_names_the_host_of_its_region(region, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    monkeypatch.setenv("AWS_REGION", region)
    for link in links():
        assert urlsplit(link).netloc == f"calls.{SUFFIXES[region]}"


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "host.docker.internal:5000"])
def test_a_moved_endpoint_keeps_its_own_host(host, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}")
    assert {urlsplit(link).netloc for link in links()} == {host}
