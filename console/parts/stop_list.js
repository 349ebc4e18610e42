/** People who must not be called by any campaign of the company. */

import { post, remove, useApi } from "../lib/api.js";
import { listOf } from "../lib/body.js";
import { telephone } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { may } from "../lib/session.js";
import { counted, moment } from "../lib/words.js";
import { Confirm } from "./dialog.js";
import { Field, useForm } from "./form.js";
import { Failed, Loading } from "./states.js";
import { Table } from "./table.js";

export function StopList() {
  const { data, error, isLoading, again } = useApi("/suppressions");
  const [asked, setAsked] = useState(/** @type {any} */ (null)); // whose place on the list is to end
  return html`
    <section class="card" aria-labelledby="stop-list"><h2 id="stop-list">Stop list</h2>
      <p class="muted">No campaign of yours calls these people. Who asks an agent not to be called again is put here by it.</p>
      ${may("operate") && html`<${Add} changed=${again} />`}
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${isLoading && html`<${Loading} what="Loading the stop list" />`}
      ${data && html`<${Table} caption="Stop list" noun="number" columns=${may("admin") ? [...COLUMNS, removal(setAsked)] : COLUMNS} rows=${data.suppressions} keyOf=${(/** @type {any} */ item) => `${item.suppression_id} ${item.reach}`}
        empty=${html`<p class="muted">Empty.</p>`} />`}
      ${data?.has_more && html`<p class="hint">These are the first ${counted(data.suppressions.length, "number")}; there are others.</p>`}
    </section>
    ${asked && html`<${Confirm} title="Take this number off the stop list?" verb="Take it off" onClose=${() => setAsked(null)}
      act=${() => remove(`/suppressions/${asked.suppression_id}`).then(again)}>
      Campaigns may call ${telephone(asked.number)} again. Only where the person has said so.<//>`}
  `;
}

/** An old entry without an id is left to the API. @param {(item: any) => void} ask */
const removal = (ask) => ({
  title: html`<span class="out-of-sight">Take off</span>`,
  cell: (/** @type {any} */ item) => item.suppression_id && html`<button class="quiet" aria-label=${`Take ${telephone(item.number)} off the stop list`} onClick=${() => ask(item)}>Take off</button>`,
});

const COLUMNS = [
  { title: "Number", cell: (/** @type {any} */ item) => html`<span class="digits">${telephone(item.number)}</span>` },
  { title: "Since", cell: (/** @type {any} */ item) => html`<span class="muted digits">${moment(item.at)}</span>` },
  { title: "Who asked", cell: (/** @type {any} */ item) => item.source },
];

function Add({ changed }) {
  const { submit, isBusy, errorOf, error } = useForm(async ({ numbers, source }) => {
    await post("/suppressions", { numbers: listOf(numbers.replace(/(?<=\d)[ ().-]+(?=\d)/g, "")), ...(source ? { source } : {}) });
    changed();
  }, { done: "Added to the stop list" });
  const wrong = errorOf("numbers") || errorOf("numbers.0");
  return html`
    <form class="fields" onSubmit=${submit} novalidate>
      <${Field} name="numbers" label="Numbers" placeholder="+1 415 555 0123, …" inputmode="tel" autocomplete="off" error=${wrong} />
      <${Field} name="source" label="Who asked" placeholder="a letter, a call …" autocomplete="off" error=${errorOf("source")} />
      <div class="field at-end"><button disabled=${isBusy}>Add</button></div>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </form>
  `;
}
