/** Calls in words: what the API's codes mean to the person who reads them. */

import { capital, plain } from "./words.js";

/** What went wrong, and what it means. The codes are those of `trouble` in the API. @type {Record<string, [string, string]>} */
const TROUBLE = {
  fallback: ["Fallback answered", "The route could not answer as it says, and its fallback did."],
  never_started: ["Never started", "The voice provider could not start the conversation."],
  call_failed: ["Not connected", "The carrier could not connect the call."],
  agent_unreachable: ["Agent unreachable", "The relay could not reach the agent when the call began."],
  agent_misconfigured: ["Agent misconfigured", "The agent's audio format is not that of a telephone line."],
  agent_refused: ["Agent refused", "The voice provider refused the conversation."],
  agent_lost: ["Agent lost", "The agent went away in the middle of the call."],
  relay_stopped: ["Relay stopped", "The relay that carried the call left, and no other took it up."],
  resumed: ["Resumed", "The line was cut, and another relay took the call up."],
  reaped: ["Not ended in time", "The relay was lost, or did not end the call in time."],
  provider_failed: ["Failed at the provider", "The voice provider reports the conversation as failed."],
  tool_failed: ["Tool failed", "A tool of the agent answered with an error."],
  one_sided: ["One side only", "Only one side was ever heard."],
};

export const TROUBLES = Object.keys(TROUBLE);

/** @param {string} code */
export const troubleName = (code) => TROUBLE[code]?.[0] ?? capital(plain(code));

/** @param {string} code */
export const troubleMeaning = (code) => TROUBLE[code]?.[1] ?? "";

/** The state of a call. The carrier reports only the end of one that came in. @param {any} call */
export const stateName = (call) => (call.direction === "inbound" && call.status === "initiated" ? "in progress" : plain(call.status));

/** @type {[string, string][]} */
export const MODES = [
  ["register", "At the provider"],
  ["relay", "Through the relay"],
  ["voice", "A program speaks"],
  ["converse", "Our own brain"],
  ["forward", "Forwarded"],
  ["voicemail", "Voicemail"],
  ["reject", "Not answered"],
];

/** @param {string | null} code */
export const modeName = (code) => MODES.find(([known]) => known === code)?.[1] ?? plain(code);

/** @type {[string, string][]} */
export const OUTCOMES = [
  ["success", "Success"],
  ["failure", "Failure"],
  ["unknown", "Unknown"],
];

/** @param {string | null} outcome */
export const outcomeTone = (outcome) => ({ success: "good", failure: "bad" })[outcome ?? ""] ?? "";

/** The other side of a call, and our own. @param {any} call @returns {[string | null, string | null]} */
export function sides(call) {
  return call.direction === "outbound" ? [call.to_number, call.from_number] : [call.from_number, call.to_number];
}

/** `+14155550123` reads `+1 415 555 0123`; other countries in groups of three. @param {string | null | undefined} number */
export function telephone(number) {
  if (!number) return "";
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american.slice(1).join(" ")}`;
  return number.replace(/(\d{3})(?=\d{2,}$)/g, "$1 ");
}
