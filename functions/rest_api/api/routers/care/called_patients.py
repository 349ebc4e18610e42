"""Patients whom a campaign calls: contacts like any others, and a day on which a call is due."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints

from api.errors import answers
from api.identity import ClinicalOperator, deps_of
from api.models.fields import CampaignId, Shape
from api.own_campaign import own
from api.own_patient import Desk, PatientDesk
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.bootstrap.shared.patient_contacts import contact_of
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contact_rows import RowRefused
from trunkline.errors import Conflict
from trunkline.patients.domain.patients import Patient

router = APIRouter(tags=["patients"])
NamedPatient = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,40}$")]
Campaigns = Annotated[CampaignDeps, Depends(deps_of)]
Result = Literal["added", "known", "refused"]


class CalledPatients(Shape):
    patient_ids: Annotated[list[NamedPatient], Field(min_length=1, max_length=25)]


class CalledPatient(BaseModel):
    """`known`: the campaign calls them already. `refused`: no one can be called at the patient's number."""

    patient_id: str
    result: Result


class CallsDue(BaseModel):
    patients: list[CalledPatient]


@router.post("/campaigns/{campaign_id}/patients", response_model=CallsDue, responses=answers(404, 409))
def call_patients(
    campaign_id: CampaignId, body: CalledPatients, key: ClinicalOperator, desk: Desk, deps: Campaigns
) -> CallsDue:
    """Puts patients on the list of a clinical campaign, which calls them through all its gates, and notes that a call
    is due today by each patient's clock. May be repeated. The campaign knows their numbers, and not their ids."""
    campaign = own(campaign_id, key, deps)
    if not campaign.clinical or campaign.is_over:
        raise Conflict("a clinical campaign that is not over is expected")
    patients = [desk.open(patient_id, key, Action.PATIENT_READ, campaign_id) for patient_id in body.patient_ids]
    results = {patient.patient_id: _call(patient, campaign, desk, deps) for patient in patients}
    return CallsDue(patients=[CalledPatient(patient_id=name, result=result) for name, result in results.items()])


def _call(patient: Patient, campaign: Campaign, desk: PatientDesk, deps: CampaignDeps) -> Result:
    """The day is noted first: a call that is placed is also due."""
    now = desk.now()
    try:
        contact = contact_of(patient, campaign, now)
    except RowRefused:
        return "refused"
    desk.files.assessing.check_ins.add_due(patient, patient.day_of(now), campaign.campaign_id)
    return "added" if deps.contacts.add([contact]) else "known"
