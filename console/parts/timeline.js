/** What happened in a call, in order; technical events on request. */

import { html, useState } from "../lib/html.js";
import { modeName } from "../lib/calls.js";
import { capital, counted, plain } from "../lib/words.js";

const TECHNICAL = /stream|recording|filed/;
const OF_VENDORS = /Sid$|^Sip|^Sequence|^Stream|^key$|^mode$/; // details for people with the vendors' manuals

/** @param {{record: any}} props */
export function Timeline({ record }) {
  const [isWhole, setWhole] = useState(false);
  const began = Date.parse(record.started_at ?? record.timeline[0]?.at);
  const shown = isWhole ? record.timeline : record.timeline.filter((/** @type {any} */ item) => !TECHNICAL.test(item.kind));
  const hidden = record.timeline.length - shown.length;
  if (!record.timeline.length) return null;
  return html`
    <section class="card">
      <h2>Timeline</h2>
      <ol class="happenings">${shown.map((/** @type {any} */ item) => html`<${Happening} key=${item.key} item=${item} began=${began} isWhole=${isWhole} />`)}</ol>
      ${(hidden > 0 || isWhole) && html`<button class="quiet" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
        ${isWhole ? "Hide technical events" : `Show ${counted(hidden, "technical event")}`}</button>`}
    </section>
  `;
}

function Happening({ item, began, isWhole }) {
  const seconds = (Date.parse(item.at) - began) / 1000;
  const known = Object.entries(item.detail).filter(([name]) => isWhole || !OF_VENDORS.test(name));
  const detail = known.map(([name, value]) => `${spaced(name)} ${value}`).join(" · ");
  return html`
    <li>
      <time datetime=${item.at}>${seconds < 0 ? "−" : "+"}${Math.abs(seconds).toFixed(1)} s</time>
      <div>${item.detail.mode ? `Answered: ${modeName(item.detail.mode).toLowerCase()}` : capital(plain(item.kind))}${detail && html`<p class="detail">${detail}</p>`}</div>
    </li>
  `;
}

/** `CallDuration` reads: call duration. @param {string} name */
const spaced = (name) => plain(name.replace(/(?<=[a-z])(?=[A-Z])/g, " ")).toLowerCase();
