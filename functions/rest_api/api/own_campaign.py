"""A campaign of the key's company."""

from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.rest_api import ApiDeps
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.use_cases.manage_campaigns import own_campaign


def own(campaign_id: str, key: ApiKey, deps: ApiDeps) -> Campaign:
    return own_campaign(key.company_id, campaign_id, deps.campaigns)
