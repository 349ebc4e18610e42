/** Patients in words: levels, measures and the rules that fired. */

import { capital, plain } from "./words.js";

/** @param {string} level */
export const levelTone = (level) => ({ GREEN: "good", YELLOW: "warn", ORANGE: "warn strong", RED: "bad", EMERGENCY: "bad strong" })[level] ?? "";

/** @param {string} level */
export const levelName = (level) => capital(level.toLowerCase());

/** @type {Record<string, [string, string]>} */
const MEASURES = {
  mpt_s: ["Longest vowel", "s"],
  count20_s: ["Counting to twenty", "s"],
  pause_ratio: ["Share of pauses", ""],
  phrase_s: ["Length of phrases", "s"],
  cpps_db: ["Clearness of voice, CPPS", "dB"],
  hnr_db: ["Harmonics to noise", "dB"],
  apq11_pct: ["Shimmer, APQ11", "%"],
  ppq5_pct: ["Jitter, PPQ5", "%"],
  f0_st: ["Pitch", "st"],
};

/** @param {string} code */
export const measureName = (code) => MEASURES[code]?.[0] ?? capital(plain(code));

/** @param {string} code */
export const measureUnit = (code) => MEASURES[code]?.[1] ?? "";

/** Three places at the most. @param {number | null | undefined} value */
export const rounded = (value) => (value === null || value === undefined ? "—" : String(Number(value.toFixed(3))));
