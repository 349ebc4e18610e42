/** How a running call is followed: over the relay's socket or by asking again, with its last latency, and its sound on request. */

import { html, useEffect, useState } from "../lib/html.js";
import { UNKNOWN, delay } from "../lib/words.js";
import { Watch } from "../lib/watch.js";
import { Icon } from "./icons.js";
import { Level } from "./level.js";
import { sentence } from "./states.js";

const THROUGH_RELAY = ["relay", "voice"];
export const ENDED = ["completed", "busy", "no-answer", "canceled", "failed"];

/**
 * The watch of a call, while there is one to be had; null otherwise.
 * @param {string} path @param {any} record @param {() => void} onEnd
 */
export function useWatch(path, record, onEnd) {
  const [watch, setWatch] = useState(/** @type {Watch | null} */ (null));
  const isWanted = isUp(record) && THROUGH_RELAY.includes(record.mode);
  useEffect(() => {
    if (!isWanted) return;
    const begun = new Watch(path, onEnd);
    setWatch(begun);
    void begun.open();
    return () => begun.close();
  }, [path, isWanted]);
  return watch;
}

/** An inbound call is picked up at once, and the carrier reports of it no more until it ends. @param {any} record */
function isUp(record) {
  if (!record || ENDED.includes(record.status)) return false;
  return record.direction === "outbound" ? record.status === "in-progress" : true;
}

/** @param {{watch: Watch}} props */
export function Watching({ watch }) {
  const [error, setError] = useState("");
  const isOpen = watch.phase.value === "open";
  const isListening = watch.isListening.value;
  const change = async () => {
    setError("");
    try {
      await (isListening ? watch.stopListening() : watch.listen());
    } catch (failure) {
      setError(sentence(/** @type {Error} */ (failure).message));
    }
  };
  return html`
    <section class="card stack" aria-labelledby="line">
      <h2 id="line">Line ${isOpen && html`<span class="tag live">live</span>`}</h2>
      ${watch.phase.value === "off" && html`<p class="note warn" role="status">Not over the relay's socket: ${watch.reason.value}. Words come a little later, by asking again.</p>`}
      <dl class="tiles"><div><dt>Last answer after</dt><dd>${watch.latency.value === null ? UNKNOWN : delay(watch.latency.value)}</dd></div></dl>
      ${isListening && watch.speakers && html`
        <${Level} name="Caller" level=${watch.speakers.user.state.value.level} />
        <${Level} name="Agent" tone="agent" level=${watch.speakers.agent.state.value.level} />
      `}
      <div class="actions">
        <button aria-pressed=${isListening} disabled=${!isOpen && !isListening} onClick=${change}><${Icon} name=${isListening ? "pause" : "play"} />${isListening ? "Stop listening" : "Listen"}</button>
        <span class="hint">${isListening ? "You hear both sides, and they do not hear you." : "That you listen is in the audit log."}</span>
      </div>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </section>
  `;
}
