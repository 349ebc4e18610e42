"""A campaign of the key's company."""

from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.use_cases.manage_campaigns import own_campaign


def own(campaign_id: str, key: ApiKey, deps: CampaignDeps) -> Campaign:
    return own_campaign(key.company_id, campaign_id, deps.campaigns)
