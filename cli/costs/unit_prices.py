"""Unit prices as data: list prices of us-east-1 in US dollars, without discounts, free tiers and taxes.

`read` says where a price was read, which is not always the vendor's own page: a `?` in front means that it was known,
and that nothing read on the day confirmed it. Carrier and voice provider are in `trunkline/costs/domain/prices.py`.
"""

from dataclasses import dataclass

READ_ON = "2026-11-21"
MILLION = 1_000_000
HOURS = 730.0  # of a month, as AWS counts


@dataclass(frozen=True, slots=True)
class Price:
    usd: float
    read: str


PRICES = {
    "lambda.request": Price(0.20 / MILLION, "cloudchipr.com/blog/aws-lambda-pricing"),
    "lambda.gb_second": Price(0.0000133334, "cloudchipr.com/blog/aws-lambda-pricing (Arm)"),
    "http_api.request": Price(1.00 / MILLION, "amnic.com/blogs/aws-api-gateway-pricing"),
    "dynamodb.write_unit": Price(0.625 / MILLION, "airbyte.com/data-engineering-resources/dynamodb-pricing"),
    "dynamodb.read_unit": Price(0.125 / MILLION, "airbyte.com/data-engineering-resources/dynamodb-pricing"),
    "s3.put": Price(0.005 / 1000, "? aws.amazon.com/s3/pricing"),
    "s3.get": Price(0.0004 / 1000, "? aws.amazon.com/s3/pricing"),
    "s3.gb_month": Price(0.023, "? aws.amazon.com/s3/pricing"),
    "sqs.request": Price(0.40 / MILLION, "? aws.amazon.com/sqs/pricing"),
    "scheduler.invocation": Price(1.00 / MILLION, "? aws.amazon.com/eventbridge/pricing"),
    "logs.gb": Price(0.50, "factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards"),
    "cloudwatch.metric_month": Price(0.30, "signoz.io/guides/cloudwatch-pricing"),
    "cloudwatch.alarm_month": Price(0.10, "? aws.amazon.com/cloudwatch/pricing"),
    "cloudwatch.dashboard_month": Price(3.00, "factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-…"),
    "fargate.vcpu_hour": Price(0.03238, "vantage.sh/blog/fargate-pricing (Arm)"),
    "fargate.gb_hour": Price(0.00356, "vantage.sh/blog/fargate-pricing (Arm)"),
    "public_ipv4.hour": Price(0.005, "? aws.amazon.com/vpc/pricing"),
    "alb.hour": Price(0.0225, "cloud-horizons.com/blog/alb-the-line-item-nobody-watches"),
    "alb.lcu_hour": Price(0.008, "cloud-horizons.com/blog/alb-the-line-item-nobody-watches; 1 GB an hour is one"),
    "transfer_out.gb": Price(0.09, "apigatewaycost.com/aws; the first 100 GB a month are free"),
    "secrets.secret_month": Price(0.40, "? aws.amazon.com/secrets-manager/pricing"),
    "kms.key_month": Price(1.00, "? aws.amazon.com/kms/pricing"),
    "waf.acl_month": Price(5.00, "? aws.amazon.com/waf/pricing"),
    "waf.rule_month": Price(1.00, "? aws.amazon.com/waf/pricing"),
}
