/** Times, lengths, amounts and names as people read them. Unknown is an em dash, and never zero. */

export const UNKNOWN = "—";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hour12: false });

/** `14:03:09` today, `20 Nov 14:03:09` on other days. @param {string | null | undefined} iso */
export function moment(iso, now = new Date()) {
  if (!iso) return UNKNOWN;
  const at = new Date(iso);
  const isToday = at.toDateString() === now.toDateString();
  return isToday ? TIME.format(at) : `${DAY.format(at)} ${TIME.format(at)}`;
}

/** @param {string | null | undefined} iso */
export const wholeMoment = (iso) => (iso ? WHOLE.format(new Date(iso)) : UNKNOWN);

/** `2:05`, `1:02:05`. @param {number | null | undefined} seconds */
export function length(seconds) {
  if (seconds === null || seconds === undefined) return UNKNOWN;
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** `0.84 s` from a second, `412 ms` below it. @param {number | null | undefined} ms */
export function delay(ms) {
  if (ms === null || ms === undefined) return UNKNOWN;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Small amounts with the places they need: `$0.0123`. @param {number | null | undefined} value */
export function usd(value) {
  if (value === null || value === undefined) return UNKNOWN;
  const digits = Math.abs(value) > 0 && Math.abs(value) < 1 ? 4 : 2;
  return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: digits }).format(value);
}

/** @param {number | null | undefined} value */
export const number = (value) => (value === null || value === undefined ? UNKNOWN : new Intl.NumberFormat().format(value));

/** `no_answer` reads: no answer. @param {string | null | undefined} code */
export const plain = (code) => (code ? code.replaceAll("_", " ").replaceAll("-", " ") : UNKNOWN);

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 call`, `2 calls`. @param {number} count @param {string} noun */
export const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
