"""Patients as contacts of a campaign: number, time zone and consent, and nothing that says who they are."""

from datetime import datetime

from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contacts import Consent, Contact, contact_id
from trunkline.patients.domain.patients import Patient


def contact_of(patient: Patient, campaign: Campaign, now: datetime) -> Contact:
    """Raises RowRefused for a number at which no person can be called."""
    from trunkline.campaigns.adapters.phone_number_parser import read_number  # loaded when the first patient is called

    where = read_number(patient.phone, "")
    return Contact(
        contact_id=contact_id(campaign.campaign_id, where.phone),
        campaign_id=campaign.campaign_id,
        company_id=campaign.company_id,
        phone=where.phone,
        zone=patient.time_zone,
        region=where.region,
        consent=Consent(patient.consent, patient.consent_at) if patient.consent and patient.consent_at else None,
        due_at=now,
    )
