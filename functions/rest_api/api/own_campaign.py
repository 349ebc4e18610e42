"""A campaign of the key's company."""

from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.rest_api import ApiServices
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.use_cases.manage_campaigns import own_campaign


def own(campaign_id: str, key: ApiKey, services: ApiServices) -> Campaign:
    return own_campaign(key.company_id, campaign_id, services.campaigns)
