"""The console's stack: files that its distribution alone reads, and an API that is never cached there."""

from local.cloud.console_files import ANY_RELAY, security_headers
from local.cloud.template import Template
from tests.structure.templates import NESTED, RAW, ROOT, TEMPLATE, listed, statements

STACK = NESTED["console"].document["Resources"]
CONFIG = STACK["Distribution"]["Properties"]["DistributionConfig"]
[API] = CONFIG["CacheBehaviors"]
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_THE_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def test_a_stage_has_it_when_it_says_so():
    assert TEMPLATE.document["Parameters"]["Console"]["Default"] == "off"
    assert RAW["ConsoleStack"]["Condition"] == "HasConsole"
    outputs = TEMPLATE.document["Outputs"]
    assert {name for name, about in outputs.items() if about.get("Condition") == "HasConsole"} == {
        "ConsoleUrl",
        "ConsoleBucketName",
    }


def test_the_files_are_read_by_this_distribution_alone():
    bucket = STACK["ConsoleBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    allowed = [item for item in statements(STACK["ConsoleBucketPolicy"]) if item["Effect"] == "Allow"]
    assert {action for item in allowed for action in listed(item["Action"])} == {"s3:GetObject", "s3:ListBucket"}
    for item in allowed:
        assert item["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert "distribution/${Distribution}" in item["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"]


def test_the_api_is_on_the_same_address_uncached_and_whole():
    assert API["PathPattern"] == "/api/*"
    assert set(API["AllowedMethods"]) == {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
    assert (API["CachePolicyId"], API["OriginRequestPolicyId"]) == (CACHING_DISABLED, ALL_BUT_THE_HOST)
    assert API["ViewerProtocolPolicy"] == "https-only"


def test_every_answer_has_the_headers():
    for behaviour in (CONFIG["DefaultCacheBehavior"], API):
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "Headers"}
    security = STACK["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert all(header["Override"] is True for header in security.values())


def test_the_local_world_adds_the_same_headers():
    here = {"Stage": "local", "WebhookApi": "x", "RelayBaseUrl": ANY_RELAY, "ObjectsOrigin": "http://127.0.0.1:4504"}
    headers = dict(security_headers(Template(ROOT / "stacks/console.yaml", here)))
    assert "media-src 'self' http://127.0.0.1:4504;" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_its_page_may_put_a_list_of_people_at_a_signed_link_and_nothing_else():
    rule, otherwise = RAW["Bucket"]["Properties"]["CorsConfiguration"]["Fn::If"][1:]
    assert otherwise == {"Ref": "AWS::NoValue"}
    assert rule["CorsRules"] == [
        {"AllowedOrigins": ["*"], "AllowedMethods": ["PUT"], "AllowedHeaders": ["content-type"], "MaxAge": 3600}
    ]
