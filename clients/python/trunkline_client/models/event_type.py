from enum import StrEnum

class EventType(StrEnum):
    BUDGET_EXCEEDED = "budget.exceeded"
    CALL_ANSWERED = "call.answered"
    CALL_COST_KNOWN = "call.cost_known"
    CALL_ENDED = "call.ended"
    CALL_REPORTED = "call.reported"
    CALL_RINGING = "call.ringing"
    CALL_STARTED = "call.started"
    CAMPAIGN_ENDED = "campaign.ended"
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_STARTED = "campaign.started"
    CONTACT_OPTED_OUT = "contact.opted_out"
    ENDPOINT_DISABLED = "endpoint.disabled"
    ENDPOINT_TEST = "endpoint.test"
    EXPORT_FINISHED = "export.finished"
    PATIENT_ACKNOWLEDGED = "patient.acknowledged"
    PATIENT_ALERT = "patient.alert"
    RECORDING_FILED = "recording.filed"
    VOICEMAIL_RECEIVED = "voicemail.received"

    def __str__(self) -> str:
        return str(self.value)
