/** The stage's alarms: which of them ring, since when, and how many watch. For admin keys. */

import { useApi } from "../lib/api.js";
import { html } from "../lib/html.js";
import { capital, counted, moment, number } from "../lib/words.js";
import { Failed, Loading } from "./states.js";

const EVERY_S = 60;

export function Alarms() {
  const { data, error, again } = useApi("/alarms", { every: EVERY_S });
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data) return html`<${Loading} what="Looking at the alarms" />`;
  const ringing = data.alarms.filter((/** @type {any} */ alarm) => alarm.state === "alarm");
  return html`
    <section class="card" aria-labelledby="alarms"><h2 id="alarms">Alarms ${ringing.length > 0 && html`<span class="tag bad">${number(ringing.length)}</span>`}</h2>
      <p class="muted">${watched(data.alarms)}</p>
      ${ringing.length === 0 ? html`<p class="tags"><span class="tag good">None rings</span></p>` : html`<table class="lines">
        <thead><tr><th scope="col">Alarm</th><th scope="col">What it says</th><th scope="col" class="number">Since</th></tr></thead>
        <tbody>${ringing.map((/** @type {any} */ alarm) => html`<tr>
          <td><strong>${spoken(alarm.name)}</strong></td><td class="muted">${alarm.description}</td><td class="number digits">${moment(alarm.since)}</td>
        </tr>`)}</tbody>
      </table>`}
    </section>
  `;
}

/** @param {any[]} alarms */
function watched(alarms) {
  if (alarms.length === 0) return "The cloud knows no alarm of this stage.";
  const unknown = alarms.filter((alarm) => alarm.state === "unknown").length;
  const without = unknown ? `, ${number(unknown)} of them without enough data yet` : "";
  return `${counted(alarms.length, "alarm")} of the stage${without}. They go by mail to whom the stage names.`;
}

/** `DoorsFailedAlarm` reads: Doors failed. @param {string} name */
const spoken = (name) => capital(name.replace(/Alarm$/, "").replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
