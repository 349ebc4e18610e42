/** Requests to the API, by the session's cookie. Errors are sentences for people. */

import { useEffect, useRef, useState } from "./html.js";

const BASE = "/api/v1";
const CONSOLE = { "X-Trunkline-Console": "1" };
const AWAY = "The API does not answer. Check your connection, then try again.";

/** A refusal: `status` is 0 where nothing answered, `errors` lists the fields that were not as they should be. */
export class ApiError extends Error {
  /** @param {number} status @param {string} message @param {{loc: (string|number)[], msg: string}[]} [errors] */
  constructor(status, message, errors = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** Called when the session has ended, whichever request found out. */
let onSignedOut = () => {};

/** @param {() => void} then */
export function whenSignedOut(then) {
  onSignedOut = then;
}

/**
 * @param {string} method
 * @param {string} path below /api/v1, each part of it encoded by the caller
 * @param {{body?: unknown, key?: string, etag?: string, signal?: AbortSignal, more?: Record<string, string>}} [options] `key`: in the place of
 *   the session; `more`: headers
 * @returns {Promise<{status: number, etag: string, data: any}>} 304 and 204 have no data. Throws ApiError, AbortError.
 */
export async function request(method, path, { body, key, etag, signal, more } = {}) {
  /** @type {Record<string, string>} */
  const headers = { ...CONSOLE, ...more };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["X-API-Key"] = key;
  if (etag) headers["If-None-Match"] = etag;
  const answer = await sent(BASE + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
    cache: "no-store",
    signal,
  });
  if (answer.status === 304 || answer.status === 204) return { status: answer.status, etag: etag ?? "", data: null };
  const data = await answer.json().catch(() => null);
  if (!answer.ok) throw refusal(answer.status, data, Boolean(key));
  return { status: answer.status, etag: answer.headers.get("etag") ?? "", data };
}

/** @param {string} path @param {RequestInit} options */
async function sent(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, AWAY);
  }
}

/** @param {number} status @param {any} data @param {boolean} isByKey */
function refusal(status, data, isByKey) {
  if (status === 401 && !isByKey) onSignedOut();
  const sentence = typeof data?.detail === "string" ? data.detail : `The API answered ${status}.`;
  return new ApiError(status, sentence, data?.errors ?? []);
}

/** @param {string} path @param {AbortSignal} [signal] */
export const get = async (path, signal) => (await request("GET", path, { signal })).data;

/** @param {string} path @param {unknown} [body] @param {Record<string, string>} [more] headers */
export const post = async (path, body, more) => (await request("POST", path, { body, more })).data;

/** @param {string} path @param {unknown} body */
export const put = async (path, body) => (await request("PUT", path, { body })).data;

/** @param {string} path @param {unknown} body */
export const patch = async (path, body) => (await request("PATCH", path, { body })).data;

/** @param {string} path */
export const remove = async (path) => (await request("DELETE", path)).data;

/** Query of an address; what is empty stays out. @param {Record<string, unknown>} values */
export function query(values) {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const written = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return written ? `?${written}` : "";
}

/**
 * What a path says, read when it changes and, with `every`, again as long as the page is looked at. A poll names the last
 * ETag, and an unchanged answer costs no rendering.
 *
 * @template T
 * @param {string | null} path null: nothing is read
 * @param {{every?: number}} [options] seconds
 * @returns {{data: T | null, error: ApiError | null, isLoading: boolean, again: () => void}}
 */
export function useApi(path, { every = 0 } = {}) {
  const [state, setState] = useState({ path: "", data: /** @type {any} */ (null), error: null, isLoading: true });
  const again = useRef(() => {});
  useEffect(() => {
    if (!path) return setState({ path: "", data: null, error: null, isLoading: false });
    return polled(path, every, setState, again);
  }, [path, every]);
  const isOld = state.path !== path; // of the path before: its answer is not this one's
  return {
    data: isOld ? null : state.data,
    error: isOld ? null : state.error,
    isLoading: isOld ? Boolean(path) : state.isLoading,
    again: () => again.current(),
  };
}

/** @param {string} path @param {number} every @param {(change: any) => void} setState @param {{current: () => void}} again */
function polled(path, every, setState, again) {
  const stop = new AbortController();
  let [etag, timer, isOver] = ["", 0, false];
  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await request("GET", path, { etag, signal: stop.signal });
      etag = answer.etag;
      if (answer.status !== 304) setState({ path, data: answer.data, error: null, isLoading: false });
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      setState((/** @type {any} */ now) => ({ path, data: now.path === path ? now.data : null, error, isLoading: false }));
      isOver = error.status === 401;
    }
    if (every && !isOver) timer = setTimeout(whenSeen, every * 1000);
  };
  const whenSeen = () => (document.hidden ? document.addEventListener("visibilitychange", look, { once: true }) : look());
  again.current = () => void look();
  void look();
  return () => {
    isOver = true;
    stop.abort();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
