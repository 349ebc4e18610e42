/** The list of campaigns, the newest first. */

import { useApi } from "../lib/api.js";
import { channelName, stateTone } from "../lib/campaigns.js";
import { telephone } from "../lib/calls.js";
import { html } from "../lib/html.js";
import { href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { UNKNOWN, capital, moment } from "../lib/words.js";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";
import { Table } from "../parts/table.js";

const EVERY_S = 10;

export default function Campaigns() {
  const { data, error, isLoading, again } = useApi("/campaigns", { every: EVERY_S });
  const add = may("operate") && html`<a class="button main" href=${href("campaigns/new")}>New campaign</a>`;
  return html`
    <${Page} title="Campaigns" actions=${add}>
      <${Table}
        caption="Campaigns, newest first" noun="campaign" columns=${COLUMNS} rows=${[...(data ?? [])].reverse()} keyOf=${(/** @type {any} */ item) => item.campaign_id}
        isLoading=${isLoading} error=${error} again=${again}
        empty=${html`<${Empty} title="No campaigns yet">A campaign calls the people of a list, in their calling hours.<//>`}
      />
    <//>
  `;
}

const COLUMNS = [
  { title: "Name", cell: (/** @type {any} */ item) => html`<a class="row" href=${href(`campaigns/${item.campaign_id}`)}>${item.name}</a>` },
  { title: "State", cell: (/** @type {any} */ item) => html`<span class="tag ${stateTone(item.state)}">${capital(item.state)}</span>` },
  { title: "Who speaks", kind: "wide", cell: (/** @type {any} */ item) => channelName(item.channel) },
  { title: "Agent", kind: "wider", cell: (/** @type {any} */ item) => item.agent_id || UNKNOWN },
  { title: "From", kind: "wider digits", cell: (/** @type {any} */ item) => telephone(item.from_number) },
  { title: "Created", cell: (/** @type {any} */ item) => html`<span class="muted digits">${moment(item.created_at)}</span>` },
];
