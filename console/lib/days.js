/** Days in UTC, as the API counts them. */

const DAY_MS = 86_400_000;

/** `2026-11-29`, so many days ago. @param {number} days */
export const daysBefore = (days, now = new Date()) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);

/** Both included. @param {string} first @param {string} last @returns {string[]} */
export function daysBetween(first, last) {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  return Array.from({ length: Math.max(0, (to - from) / DAY_MS + 1) }, (_, day) => new Date(from + day * DAY_MS).toISOString().slice(0, 10));
}
