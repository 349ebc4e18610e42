/** Numbers of the company: what each does when it is rung, and where it is known at the voice provider. */

import { useApi } from "../lib/api.js";
import { modeName, telephone } from "../lib/calls.js";
import { html } from "../lib/html.js";
import { href } from "../lib/router.js";
import { answeredBy } from "../lib/routes.js";
import { may } from "../lib/session.js";
import { UNKNOWN } from "../lib/words.js";
import { Findings } from "../parts/findings.js";
import { Page } from "../parts/page.js";
import { Empty, Failed } from "../parts/states.js";
import { Table } from "../parts/table.js";

export default function Numbers() {
  const { data, error, isLoading, again } = useApi("/routes");
  const add = may("admin") && html`<a class="button main" href=${href("numbers/new")}>New route</a>`;
  return html`
    <${Page} title="Numbers" actions=${add}>
      <div class="stack">
        <${Table} caption="Routes" noun="route" columns=${COLUMNS} rows=${data ?? []} keyOf=${(/** @type {any} */ route) => route.number}
          isLoading=${isLoading} error=${error} again=${again}
          empty=${html`<${Empty} title="No routes yet">A route says what a number does when it is rung.<//>`} />
        ${may("admin") && html`<${Findings} />`}
        <${AtProvider} />
      </div>
    <//>
  `;
}

/** The agent of a route, in the browser, for keys that may talk with one. @param {any} route */
function ring({ mode, details }) {
  if (!may("operate") || mode !== "relay" || !details.agent_id) return null;
  return html`<a class="button quiet above" href=${href("talk", { agent_id: details.agent_id })}>Ring it in the browser</a>`;
}

const COLUMNS = [
  { title: "Number", cell: (/** @type {any} */ route) => html`<a class="row digits" href=${href(`numbers/${route.number.slice(1)}`)}>${telephone(route.number)}</a>` },
  { title: "Way", cell: (/** @type {any} */ route) => modeName(route.mode) },
  { title: "Who answers", kind: "wide", cell: (/** @type {any} */ route) => answeredBy(route) || UNKNOWN },
  { title: "Otherwise", kind: "wider", cell: (/** @type {any} */ route) => (route.details.fallback ? modeName(route.details.fallback) : UNKNOWN) },
  { title: "Recorded", kind: "widest", cell: (/** @type {any} */ route) => (route.details.record ? "yes" : "no") },
  { title: html`<span class="out-of-sight">In the browser</span>`, cell: ring },
];

function AtProvider() {
  const { data, error, again } = useApi("/phone-numbers");
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data?.length) return null;
  return html`
    <section class="card"><h2>At the voice provider</h2>
      <table class="lines"><thead><tr><th scope="col">Number</th><th scope="col">Label</th><th scope="col">Agent</th></tr></thead>
      <tbody>${data.map((/** @type {any} */ number) => html`<tr><td class="digits">${telephone(number.phone_number)}</td><td>${number.label}</td><td>${number.agent_id ?? UNKNOWN}</td></tr>`)}</tbody></table>
    </section>
  `;
}
