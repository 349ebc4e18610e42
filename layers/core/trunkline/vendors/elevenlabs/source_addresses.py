"""Source addresses of ElevenLabs' webhooks, by region. ElevenLabs documentation "Post-call webhooks", read 2026-11.

Addresses move: this is a second fence beside the signature, off unless a stage asks for it, never the only one.
"""

ANY = "any"
ADDRESSES = {
    "us": ("34.67.146.145", "34.59.11.47"),
    "eu": ("35.204.38.71", "34.147.113.54"),
    "asia": ("35.185.187.110", "35.247.157.189"),
    "eu-residency": ("34.77.234.246", "34.140.184.144"),
    "india-residency": ("34.93.26.174", "34.93.252.69"),
    "singapore-residency": ("34.87.23.17", "34.126.179.103"),
}


def addresses_of(regions: str) -> frozenset[str]:
    """Addresses of the regions named, separated by commas; none for `any`. Raises KeyError for an unknown region."""
    if regions == ANY:
        return frozenset()
    return frozenset(address for region in regions.split(",") for address in ADDRESSES[region.strip()])
