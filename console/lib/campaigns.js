/** Campaigns in words: what the API's codes mean to the person who reads them. */

import { capital, plain } from "./words.js";

/** @type {[string, string][]} */
export const CHANNELS = [
  ["relay", "An agent, through the relay"],
  ["register", "An agent, at the provider, dialled by the carrier"],
  ["provider", "An agent, dialled by the provider"],
  ["voice", "A text, spoken"],
  ["converse", "Our own brain"],
];

/** @param {string} code */
export const channelName = (code) => CHANNELS.find(([known]) => known === code)?.[1] ?? plain(code);

/** @param {string} state */
export const stateTone = (state) => ({ running: "live", paused: "warn", cancelled: "bad", finished: "good" })[state] ?? "";

/** Why a contact is not dialled. The codes are those of `skipped` in the API's preview. @type {Record<string, string>} */
const SKIPS = {
  "ended": "The campaign ends before the person may be called",
  "suppressed": "On a list of people who must not be called",
  "destination": "In a country or state that may not be called",
  "no-consent": "No consent on file",
  "no-zone": "The time where the person is is not known",
  "budget": "The budget is spent",
  "not-begun": "The campaign begins later",
  "cap": "Called as often as is allowed",
  "hours": "Not at an hour of calling",
};

/** @param {string} code */
export const skipName = (code) => SKIPS[code] ?? capital(plain(code));

/** Why a campaign is paused. @type {Record<string, string>} */
const PAUSES = {
  "asked for": "A person paused it.",
  "budget": "Its budget is spent.",
  "breaker": "Too many calls failed one after another.",
};

/** @param {string} code */
export const pauseReason = (code) => PAUSES[code] ?? capital(plain(code));
