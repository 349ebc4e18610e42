/** Jobs over a campaign's whole list: whom it would call now, and a table of what became of each person. */

import { skipName } from "../lib/campaigns.js";
import { html } from "../lib/html.js";
import { useJob } from "../lib/jobs.js";
import { UNKNOWN, counted, number, usd, wholeMoment } from "../lib/words.js";
import { Icon } from "./icons.js";
import { Failed } from "./states.js";

/** @param {{path: string}} props */
export function Preview({ path }) {
  const { data, error, isBusy, begin } = useJob(`${path}/preview`);
  return html`
    <section class="card" aria-busy=${isBusy}><h2>Preview</h2>
      <p class="muted">Checks every person as if the campaign started now, and calls no one.</p>
      ${error && html`<${Failed} error=${error} />`}
      ${data && html`<div role="status"><${Found} preview=${data} /></div>`}
      <p><button disabled=${isBusy} onClick=${begin}>${isBusy ? "Checking the list …" : "Check the list"}</button></p>
    </section>
  `;
}

function Found({ preview }) {
  const skipped = /** @type {[string, number][]} */ (Object.entries(preview.skipped)).sort((one, other) => other[1] - one[1]);
  const price = preview.estimated_usd === null ? UNKNOWN : usd(Number(preview.estimated_usd));
  return html`
    <dl class="tiles">
      <div><dt>Would call</dt><dd>${number(preview.will_dial)}</dd></div>
      <div><dt>Of people</dt><dd>${number(preview.contacts)}</dd></div>
      <div><dt>About</dt><dd>${price}</dd></div>
    </dl>
    ${skipped.length > 0 && html`<table class="lines">
      <thead><tr><th scope="col">Not called because</th><th scope="col" class="number">People</th></tr></thead>
      <tbody>${skipped.map(([reason, people]) => html`<tr><td>${skipName(reason)}</td><td class="number digits">${number(people)}</td></tr>`)}</tbody>
    </table>`}
    ${preview.first_call_at && html`<p class="hint">First call ${wholeMoment(preview.first_call_at)}, last one ${wholeMoment(preview.last_call_at)}${
      preview.assumed_minutes_per_call ? `, if each lasts ${counted(preview.assumed_minutes_per_call, "minute")}` : ""}.</p>`}
  `;
}

/** @param {{path: string}} props */
export function Results({ path }) {
  const { data, error, isBusy, begin } = useJob(`${path}/results`);
  return html`
    <section class="card" aria-busy=${isBusy}><h2>Results</h2>
      <p class="muted">A table with a line for each person, as things are now. That you fetch it is in the audit log.</p>
      ${error && html`<${Failed} error=${error} />`}
      <p class="actions">
        <button disabled=${isBusy} onClick=${begin}>${isBusy ? "Writing the table …" : data ? "Write it again" : "Write the table"}</button>
        ${data && html`<a class="button main" href=${data.url} download><${Icon} name="download" />${counted(data.rows, "line")}, CSV</a>`}
      </p>
    </section>
  `;
}
