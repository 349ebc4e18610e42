import pytest

from trunkline.errors import BadRequest
from trunkline.events.domain.endpoint_addresses import EndpointAddresses


@pytest.mark.parametrize(
    "url", ["https://crm.example.com/hook?v=1", "https://93.184.216.34:8443/", "https://[2606:2800::1]/"]
)
def test_a_public_https_address_is_taken(url):
    EndpointAddresses.PUBLIC.refuse(url, "url")


@pytest.mark.parametrize(
    "url", ["http://crm.example.com/", "https://127.0.0.1/", "https://a@crm.example.com/", "https://[::1/"]
)
def test_any_other_address_is_refused_by_the_name_of_its_field(url):
    with pytest.raises(BadRequest, match=r"^webhook_url: "):
        EndpointAddresses.PUBLIC.refuse(url, "webhook_url")


def test_the_local_world_takes_any_address():
    EndpointAddresses("any").refuse("http://127.0.0.1:9000/", "url")
