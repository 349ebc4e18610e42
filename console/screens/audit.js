/** The audit log: who saw or changed what, by day. */

import { get, query } from "../lib/api.js";
import { html } from "../lib/html.js";
import { place, replacePlace } from "../lib/router.js";
import { capital, moment, plain } from "../lib/words.js";
import { Field } from "../parts/form.js";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";
import { Table, usePages } from "../parts/table.js";
import { daysBefore } from "../lib/days.js";

const PAGE = 100;

export default function Audit() {
  const day = place.value.query.day ?? daysBefore(0);
  const pages = usePages(day, async (cursor, signal) => {
    const found = await get(`/audit${query({ day, page_size: PAGE, cursor })}`, signal);
    return { rows: found.entries, next: found.next_cursor };
  });
  return html`
    <${Page} title="Audit" lead="Looking here is recorded, too.">
      <form class="filters" role="search" aria-label="Day" onSubmit=${(/** @type {any} */ event) => event.preventDefault()}>
        <${Field} name="day" label="Day (UTC)" type="date" value=${day} onChange=${(/** @type {any} */ event) => replacePlace("audit", { day: event.target.value })} />
      </form>
      <${Table} caption="Accesses" noun="line" columns=${COLUMNS} keyOf=${(/** @type {any} */ entry) => `${entry.log} ${entry.seq}`} ...${pages}
        empty=${html`<${Empty} title="Nothing was recorded on this day">Choose another one.<//>`} />
    <//>
  `;
}

const COLUMNS = [
  { title: "At", cell: (/** @type {any} */ entry) => html`<span class="digits">${moment(entry.ts)}</span>` },
  { title: "Who", cell: (/** @type {any} */ entry) => entry.actor.replace(/^user:/, "") },
  { title: "Did", cell: (/** @type {any} */ entry) => html`${capital(plain(entry.action.toLowerCase()))}${entry.outcome === "ok" ? "" : html` <span class="tag bad">${entry.outcome}</span>`}` },
  { title: "To", kind: "wide", cell: (/** @type {any} */ entry) => html`<code>${entry.object}</code>` },
  { title: "Why", kind: "wider", cell: (/** @type {any} */ entry) => entry.reason },
  { title: "Place in the log", kind: "widest muted", cell: (/** @type {any} */ entry) => `${entry.log}, ${entry.seq}` },
];
