/** One campaign: its list of people, whom it would call, how far it is, and what became of each call. */

import { post, useApi } from "../lib/api.js";
import { channelName, pauseReason, stateTone } from "../lib/campaigns.js";
import { telephone } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { UNKNOWN, capital, wholeMoment } from "../lib/words.js";
import { Outcomes, Progress } from "../parts/campaign_progress.js";
import { Preview, Results } from "../parts/campaign_checks.js";
import { ContactLists } from "../parts/contact_lists.js";
import { Confirm } from "../parts/dialog.js";
import { Icon } from "../parts/icons.js";
import { Page } from "../parts/page.js";
import { Failed, Loading } from "../parts/states.js";
import { useAct } from "../parts/act.js";

const BACK = { href: href("campaigns"), name: "Campaigns" };
const RUNNING_EVERY_S = 2;
const RESTING_EVERY_S = 10;

/** @param {{campaign: string}} props */
export default function Campaign({ campaign }) {
  const path = `/campaigns/${encodeURIComponent(campaign)}`;
  const [every, setEvery] = useState(RUNNING_EVERY_S);
  const { data, error, again } = useApi(path, { every });
  const wanted = data && data.state !== "running" ? RESTING_EVERY_S : RUNNING_EVERY_S;
  if (data && wanted !== every) setEvery(wanted);
  if (!data) return html`<${Page} title="Campaign" back=${BACK}>${error ? html`<${Failed} error=${error} again=${again} />` : html`<${Loading} what="Loading the campaign" />`}<//>`;
  return html`<${Whole} campaign=${data} path=${path} every=${every} again=${again} />`;
}

function Whole({ campaign, path, every, again }) {
  const { data: progress, again: lookAgain } = useApi(`${path}/progress`, { every });
  const changed = () => {
    again();
    lookAgain();
  };
  return html`
    <${Page} title=${campaign.name} back=${BACK} lead=${html`<${Lead} campaign=${campaign} />`} actions=${html`<${Orders} campaign=${campaign} path=${path} changed=${changed} />`}>
      <div class="stack">
        ${campaign.state === "paused" && html`<div class="note warn"><${Icon} name="pause" /><p>Paused. ${pauseReason(campaign.reason)} Calls that ring already go on.</p></div>`}
        ${progress && html`<${Progress} progress=${progress} budget=${campaign.budget_usd} />`}
        <div class="columns">
          <div class="stack">
            <${ContactLists} path=${path} isOpen=${may("operate") && !isOver(campaign)} changed=${changed} />
            ${may("operate") && !isOver(campaign) && html`<${Preview} path=${path} />`}
            ${may("admin") && html`<${Results} path=${path} />`}
          </div>
          <div class="stack">
            ${progress && html`<${Outcomes} progress=${progress} campaign=${campaign.campaign_id} />`}
            <${Facts} campaign=${campaign} />
          </div>
        </div>
      </div>
    <//>
  `;
}

/** @param {any} campaign */
const isOver = (campaign) => ["cancelled", "finished"].includes(campaign.state);

const Lead = ({ campaign }) => html`
  <span class="tags">
    <span class="tag ${stateTone(campaign.state)}">${capital(campaign.state)}</span>
    <span>${channelName(campaign.channel)}</span>
    <span class="digits">from ${telephone(campaign.from_number)}</span>
  </span>
`;

/** What the campaign's state leaves to do. */
function Orders({ campaign, path, changed }) {
  const [isAsked, setAsked] = useState(false);
  const { act, isBusy, error } = useAct();
  if (!may("operate") || isOver(campaign)) return null;
  const order = (/** @type {string} */ verb, /** @type {string} */ done) => act(() => post(`${path}/${verb}`), done, changed);
  return html`
    ${error && html`<p class="field-error" role="alert">${error}</p>`}
    ${campaign.state === "running"
      ? html`<button class="main" disabled=${isBusy} onClick=${() => order("pause", "Paused")}><${Icon} name="pause" />Pause</button>`
      : html`<button class="main" disabled=${isBusy} onClick=${() => order("start", "Started")}><${Icon} name="play" />${campaign.state === "draft" ? "Start" : "Go on"}</button>`}
    <button class="danger" onClick=${() => setAsked(true)}>Cancel the campaign</button>
    ${isAsked && html`<${Confirm} title="Cancel the campaign?" verb="Cancel it for good" onClose=${() => setAsked(false)}
      act=${() => post(`${path}/cancel`).then(changed)}>It places no further call, and cannot be started again. Calls that ring already go on.<//>`}
  `;
}

function Facts({ campaign }) {
  /** @type {[string, any][]} */
  const facts = [
    ["Agent", campaign.agent_id],
    ["Provider", campaign.provider],
    ["Countries", campaign.destinations.join(", ")],
    ["Pace", `${campaign.calls_per_second} calls a second, ${campaign.live_calls} at once`],
    ["Budget", campaign.budget_usd === null ? "none" : `$${campaign.budget_usd}`],
    ["Consent", campaign.needs_consent ? "only with consent on file" : "not asked for"],
    ["Says first", [campaign.disclosures.ai, campaign.disclosures.recording].filter(Boolean).join(" ")],
    ["Patients", campaign.clinical ? "yes" : ""],
    ["Created", wholeMoment(campaign.created_at)],
    ["Begins", campaign.starts_at && wholeMoment(campaign.starts_at)],
    ["Ends", campaign.ends_at && wholeMoment(campaign.ends_at)],
    ["Campaign", campaign.campaign_id],
  ];
  return html`
    <section class="card"><h2>Facts</h2>
      <dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value || UNKNOWN}</dd>`)}</dl>
    </section>
  `;
}
