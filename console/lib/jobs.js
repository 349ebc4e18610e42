/** Jobs of the API: asked for by POST, and then read at the same address until they are done. */

import { ApiError, get, post } from "./api.js";
import { useEffect, useRef, useState } from "./html.js";

const EVERY_MS = 1000;

/**
 * @param {string} path
 * @returns {{data: any, error: ApiError | null, isBusy: boolean, begin: () => void}} `data` is that of the last job that is done
 */
export function useJob(path) {
  const [state, setState] = useState(/** @type {any} */ ({ data: null, error: null, isBusy: false }));
  const stop = useRef(new AbortController());
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current.abort();
  }, [path]);
  const begin = async () => {
    const { signal } = stop.current;
    setState({ data: null, error: null, isBusy: true });
    try {
      await post(path);
      const data = await whenDone(path, signal);
      if (data) setState({ data, error: null, isBusy: false });
    } catch (error) {
      if (error instanceof ApiError) setState({ data: null, error, isBusy: false });
    }
  };
  return { ...state, begin: () => void begin() };
}

/** @param {string} path @param {AbortSignal} signal */
export async function whenDone(path, signal, isDone = (/** @type {any} */ job) => job.status !== "working") {
  while (!signal.aborted) {
    const job = await get(path, signal);
    if (isDone(job)) return job;
    await new Promise((then) => setTimeout(then, EVERY_MS));
  }
  return null;
}
