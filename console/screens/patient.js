/** One patient: alerts, the trend of what calls measured, and every assessment with its reasons. */

import { useApi } from "../lib/api.js";
import { telephone } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { measureName, measureUnit, rounded } from "../lib/patients.js";
import { href } from "../lib/router.js";
import { counted, moment } from "../lib/words.js";
import { Alerts } from "../parts/alerts.js";
import { Assessment } from "../parts/assessments.js";
import { Chart } from "../parts/chart.js";
import { Choice } from "../parts/form.js";
import { Page } from "../parts/page.js";
import { Failed, Loading } from "../parts/states.js";

const BACK = { href: href("patients"), name: "Patients" };
const EVERY_S = 15;
const INDEX = "overall_risk";
const OPEN = 1; // the newest assessment

/** @param {{patient: string}} props */
export default function Patient({ patient }) {
  const path = `/patients/${encodeURIComponent(patient)}`;
  const { data, error, again } = useApi(path);
  if (!data) return html`<${Page} title="Patient" back=${BACK}>${error ? html`<${Failed} error=${error} again=${again} />` : html`<${Loading} what="Loading the patient" />`}<//>`;
  return html`
    <${Page} title=${data.name} back=${BACK} lead=${html`<span class="tags"><span class="digits">${telephone(data.phone)}</span><span>${data.time_zone}</span>${data.external_id && html`<span>${data.external_id}</span>`}</span>`}>
      <div class="stack">
        <${TheirAlerts} path=${path} />
        <${Trend} path=${path} />
        <${Assessments} path=${path} />
        <${Contacts} contacts=${data.contacts} />
      </div>
    <//>
  `;
}

function TheirAlerts({ path }) {
  const { data, error, again } = useApi(`${path}/alerts`, { every: EVERY_S });
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data?.length) return null;
  return html`<section class="card"><h2>Alerts</h2><${Alerts} alerts=${data} changed=${again} /></section>`;
}

function Trend({ path }) {
  const { data, error, again } = useApi(`${path}/trend`);
  const [measure, setMeasure] = useState(INDEX);
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data) return html`<${Loading} what="Loading the trend" />`;
  const names = [INDEX, ...new Set(data.points.flatMap((/** @type {any} */ point) => Object.keys(point.measures)))];
  return html`
    <section class="card" aria-labelledby="trend"><h2 id="trend">Trend</h2>
      <div class="fields">
        <dl class="tiles whole"><div><dt>Calls answered of calls due</dt><dd>${data.calls_answered} of ${data.calls_due}</dd></div></dl>
        ${data.points.length > 0 && html`<${Choice} name="measure" label="Shown" value=${measure} options=${names.map((name) => [name, shown(name)])}
          onChange=${(/** @type {any} */ event) => setMeasure(event.target.value)} />`}
      </div>
      ${data.points.length === 0 ? html`<p class="muted">No call has been assessed in this time.</p>` : html`
        <${Line} points=${data.points} measure=${measure} band=${data.bands[measure] ?? null} />
        <${Band} measure=${measure} bands=${data.bands} />`}
      <p class="hint">${data.statement}</p>
    </section>
  `;
}

/** @param {string} measure */
const shown = (measure) => (measure === INDEX ? "Index, 0 to 100" : [measureName(measure), measureUnit(measure)].filter(Boolean).join(", "));

function Line({ points, measure, band }) {
  const values = points.map((/** @type {any} */ point) => (measure === INDEX ? point.overall_risk : point.measures[measure]?.value ?? null));
  const times = points.map((/** @type {any} */ point) => Date.parse(point.at) / 1000);
  return html`
    <${Chart} label=${`${shown(measure)}, ${counted(points.length, "call")}`} times=${times} line=${{ name: measure, values }} band=${band} written=${rounded} />
    <details><summary>The values</summary>
      <table class="lines"><thead><tr><th scope="col">Call</th><th scope="col" class="number">${shown(measure)}</th></tr></thead>
      <tbody>${points.map((/** @type {any} */ point, /** @type {number} */ at) => html`<tr><td>${moment(point.at)}</td><td class="number digits">${rounded(values[at])}</td></tr>`)}</tbody></table>
    </details>
  `;
}

function Band({ measure, bands }) {
  if (measure === INDEX) return null;
  const band = bands[measure];
  if (!band) return html`<p class="hint">What is usual for this voice is not known yet: more calls are needed.</p>`;
  return html`<p class="hint">The band is what is usual: around ${rounded(band.median)}, from ${rounded(band.low)} to ${rounded(band.high)}, of ${counted(band.n, "call")}.</p>`;
}

function Assessments({ path }) {
  const { data, error, again } = useApi(`${path}/assessments`);
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data?.length) return null;
  return html`<h2>Assessments</h2>
    ${data.map((/** @type {any} */ item, /** @type {number} */ at) => html`<${Assessment} key=${`${item.call_id} ${item.engine} ${item.protocol}`} assessment=${item} isOpen=${at < OPEN} />`)}`;
}

function Contacts({ contacts }) {
  if (!contacts.length) return null;
  return html`<section class="card"><h2>Who else is called</h2>
    <dl class="facts">${contacts.map((/** @type {any} */ contact) => html`<dt>${contact.relation || "Contact"}</dt><dd>${contact.name}, <span class="digits">${telephone(contact.number)}</span></dd>`)}</dl>
  </section>`;
}
