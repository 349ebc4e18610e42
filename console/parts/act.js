/** One order of a button: it waits, says that it is done, and its refusal stands beside it. */

import { announce } from "../lib/announce.js";
import { useState } from "../lib/html.js";
import { sentence } from "./states.js";

export function useAct() {
  const [state, setState] = useState({ isBusy: false, error: "" });
  /** @param {() => Promise<unknown>} order @param {string} done said afterwards @param {() => void} [then] */
  const act = async (order, done, then) => {
    setState({ isBusy: true, error: "" });
    try {
      await order();
      announce(done);
      setState({ isBusy: false, error: "" });
      then?.();
    } catch (failure) {
      setState({ isBusy: false, error: sentence(/** @type {Error} */ (failure).message) });
    }
  };
  return { act, ...state };
}
