/** Events in words. */

/** In the API's order. */
export const EVENT_TYPES = [
  "call.started",
  "call.ringing",
  "call.answered",
  "call.ended",
  "call.reported",
  "call.cost_known",
  "recording.filed",
  "voicemail.received",
  "campaign.started",
  "campaign.paused",
  "campaign.ended",
  "contact.opted_out",
  "budget.exceeded",
  "patient.alert",
  "patient.acknowledged",
  "export.finished",
  "endpoint.disabled",
  "endpoint.test",
];

/** @param {string} state */
export const deliveryTone = (state) => ({ delivered: "good", failed: "bad", pending: "warn" })[state] ?? "";
