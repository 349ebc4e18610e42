/** Bodies of requests from forms: `window.opens` stands inside `window`, and what is empty stays out, so that the API's defaults hold. */

/** @param {Record<string, unknown>} values @returns {Record<string, any>} */
export function bodyOf(values) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === "" || value === null || value === undefined) continue;
    const parts = name.split(".");
    const last = /** @type {string} */ (parts.pop());
    const within = parts.reduce((inside, part) => (inside[part] ??= {}), body);
    within[last] = value;
  }
  return body;
}

/** `a, b` and lines of a text as a list. @param {string | undefined} text */
export const listOf = (text) => (text ?? "").split(/[\s,;]+/).filter(Boolean);
