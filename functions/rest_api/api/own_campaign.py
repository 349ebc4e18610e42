"""A campaign of the key's company, and of one whose people are patients, the files that name them."""

from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.use_cases.manage_companies import NEEDS_CLINICAL
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.use_cases.manage_campaigns import own_campaign
from trunkline.errors import Forbidden


def own(campaign_id: str, key: ApiKey, deps: CampaignDeps) -> Campaign:
    return own_campaign(key.company_id, campaign_id, deps.campaigns)


def own_people(campaign_id: str, key: ApiKey, deps: CampaignDeps) -> Campaign:
    """For files with names and numbers. Raises Forbidden where they are patients' and the key is not clinical."""
    campaign = own(campaign_id, key, deps)
    if campaign.clinical and not key.clinical:
        raise Forbidden(NEEDS_CLINICAL)
    return campaign
