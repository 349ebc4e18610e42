/** Patients, and before them the alerts that wait for a person. */

import { get, query, useApi } from "../lib/api.js";
import { telephone } from "../lib/calls.js";
import { html } from "../lib/html.js";
import { href } from "../lib/router.js";
import { UNKNOWN } from "../lib/words.js";
import { Alerts } from "../parts/alerts.js";
import { Page } from "../parts/page.js";
import { Empty, Failed } from "../parts/states.js";
import { Table, usePages } from "../parts/table.js";

const EVERY_S = 10;

export default function Patients() {
  const { data, error, again } = useApi("/patient-alerts", { every: EVERY_S });
  const pages = usePages("patients", page);
  const names = new Map(pages.rows.map((patient) => [patient.patient_id, patient.name]));
  const waiting = new Set((data ?? []).map((/** @type {any} */ alert) => alert.patient_id));
  return html`
    <${Page} title="Patients">
      <div class="stack">
        ${error && html`<${Failed} error=${error} again=${again} />`}
        ${data?.length > 0 && html`<section class="card"><h2>Alerts that wait for a person</h2>
          <${Alerts} alerts=${data} nameOf=${(/** @type {string} */ id) => names.get(id) ?? "A patient"} changed=${again} /></section>`}
        <${Table} caption="Patients" noun="patient" columns=${columns(waiting)} keyOf=${(/** @type {any} */ patient) => patient.patient_id} ...${pages}
          empty=${html`<${Empty} title="No patients yet">They are added over the API.<//>`} />
      </div>
    <//>
  `;
}

async function page(after, signal) {
  const found = await get(`/patients${query({ after })}`, signal);
  return { rows: found.patients, next: found.next };
}

/** @param {Set<string>} waiting */
const columns = (waiting) => [
  { title: "Name", cell: (/** @type {any} */ patient) => html`<a class="row" href=${href(`patients/${patient.patient_id}`)}>${patient.name}</a>` },
  { title: "Alert", cell: (/** @type {any} */ patient) => waiting.has(patient.patient_id) && html`<span class="tag bad">waits</span>` },
  { title: "Number", kind: "wide digits", cell: (/** @type {any} */ patient) => telephone(patient.phone) },
  { title: "Your reference", kind: "wide", cell: (/** @type {any} */ patient) => patient.external_id || UNKNOWN },
  { title: "A call is due", cell: (/** @type {any} */ patient) => html`<span class="muted">${due(patient.calls_every_days)}</span>` },
];

/** @param {number} days */
export const due = (days) => ({ 0: "never", 1: "every day" })[days] ?? `every ${days} days`;
