/** The address of a screen: behind the #, so that no server sees it. Nothing personal belongs there, since histories keep it. */

import { signal } from "./html.js";

/** @typedef {{path: string, query: Record<string, string>}} Place */

export const place = signal(read());

window.addEventListener("hashchange", () => (place.value = read()));

/** @returns {Place} */
function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { path, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** @param {string} path @param {Record<string, unknown>} [query] what is empty stays out */
export function href(path, query = {}) {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const written = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return `#/${path}${written ? `?${written}` : ""}`;
}

/** Without a step in the history, for filters. @param {string} path @param {Record<string, unknown>} [query] */
export function replacePlace(path, query) {
  history.replaceState(null, "", href(path, query));
  place.value = read();
}

/** @param {string} path @param {Record<string, unknown>} [query] */
export function go(path, query) {
  location.hash = href(path, query);
}

/**
 * The values of `calls/:call` in `calls/CA1`; null where they do not fit.
 * @param {string} pattern @param {string} path @returns {Record<string, string> | null}
 */
export function matched(pattern, path) {
  const [wanted, there] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== there.length) return null;
  /** @type {Record<string, string>} */
  const values = {};
  for (const [at, part] of wanted.entries()) {
    if (part.startsWith(":")) values[part.slice(1)] = decodeURIComponent(there[at]);
    else if (part !== there[at]) return null;
  }
  return values;
}
