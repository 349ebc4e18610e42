/** How far a campaign is, and what became of its calls. */

import { html } from "../lib/html.js";
import { href } from "../lib/router.js";
import { UNKNOWN, capital, length, number, plain, usd } from "../lib/words.js";

/** @param {{progress: any, budget: string | null}} props */
export function Progress({ progress, budget }) {
  /** @type {[string, string][]} */
  const tiles = [
    ["People", number(progress.contacts)],
    ["Called", number(progress.dialled)],
    ["Done", number(progress.done)],
    ["Live now", number(progress.live)],
    ["A minute", progress.contacts_per_minute === null ? UNKNOWN : number(progress.contacts_per_minute)],
    ["Left", length(progress.seconds_left)],
    ["Spent", `${dollars(progress.spent_usd)}${budget === null ? "" : ` of ${dollars(budget)}`}`],
  ];
  return html`
    <section class="card" aria-labelledby="progress">
      <h2 id="progress">Progress</h2>
      <progress aria-labelledby="progress" max=${progress.contacts || 1} value=${progress.done}></progress>
      <dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    </section>
  `;
}

/** @param {string | null} amount */
const dollars = (amount) => usd(amount === null ? null : Number(amount));

/** @param {{progress: any, campaign: string}} props */
export function Outcomes({ progress, campaign }) {
  const outcomes = /** @type {[string, number][]} */ (Object.entries(progress.outcomes)).sort((one, other) => other[1] - one[1]);
  if (!outcomes.length) return null;
  const most = outcomes[0][1];
  return html`
    <section class="card"><h2>Outcomes <small><a href=${href("calls", { campaign_id: campaign })}>its calls</a></small></h2>
      <table class="lines">
        <thead><tr><th scope="col">Outcome</th><th scope="col"><span class="out-of-sight">Share</span></th><th scope="col" class="number">Calls</th></tr></thead>
        <tbody>${outcomes.map(([name, calls]) => html`<tr>
          <td>${capital(plain(name))}</td><td class="share"><meter max=${most} value=${calls} aria-hidden="true"></meter></td><td class="number digits">${number(calls)}</td>
        </tr>`)}</tbody>
      </table>
    </section>
  `;
}
