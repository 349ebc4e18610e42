/** Costs: by day, by agent, by campaign, and the month's budget. What is unknown is said to be, and never counted as nothing. */

import { query, useApi } from "../lib/api.js";
import { daysBefore, daysBetween } from "../lib/days.js";
import { html } from "../lib/html.js";
import { href, place, replacePlace } from "../lib/router.js";
import { capital, counted, number, plain, usd } from "../lib/words.js";
import { Chart } from "../parts/chart.js";
import { Field } from "../parts/form.js";
import { Page } from "../parts/page.js";
import { Empty, Failed, Loading } from "../parts/states.js";

const DAYS = 30;

export default function Costs() {
  const asked = place.value.query;
  const days = { first_day: asked.first_day ?? daysBefore(DAYS - 1), last_day: asked.last_day ?? daysBefore(0) };
  const { data, error, again } = useApi(`/costs${query(days)}`);
  const set = (/** @type {any} */ event) => replacePlace("costs", { ...days, [event.target.name]: event.target.value });
  return html`
    <${Page} title="Costs">
      <div class="stack">
        <form class="fields" role="search" aria-label="Days" onSubmit=${(/** @type {any} */ event) => event.preventDefault()}>
          <${Field} name="first_day" label="From (UTC)" type="date" value=${days.first_day} onChange=${set} />
          <${Field} name="last_day" label="To" type="date" value=${days.last_day} onChange=${set} />
        </form>
        ${error && html`<${Failed} error=${error} again=${again} />`}
        ${!data && !error && html`<${Loading} what="Loading costs" />`}
        ${data && (data.days.length ? html`<${Shown} costs=${data} />` : html`<${Empty} title="No costs in these days">They are known some minutes after a call.<//>`)}
      </div>
    <//>
  `;
}

function Shown({ costs }) {
  const daily = summed(costs.days, (day) => day.day);
  const dates = daysBetween(costs.first_day, costs.last_day);
  const values = dates.map((day) => daily.get(day)?.usd ?? 0);
  return html`
    <section class="card" aria-labelledby="by-day"><h2 id="by-day">By day</h2>
      <dl class="tiles">
        <div><dt>Known</dt><dd>${usd(costs.known_usd)}</dd></div>
        <div><dt>Calls</dt><dd>${number(costs.calls)}</dd></div>
        <div><dt>Not known yet</dt><dd>${counted(costs.calls_unknown, "call")}</dd></div>
        <div><dt>Budget a month</dt><dd>${costs.monthly_budget_usd === null ? "none" : usd(costs.monthly_budget_usd)}</dd></div>
      </dl>
      <${Month} budget=${costs.monthly_budget_usd} />
      <${Chart} label=${`Known costs of ${counted(dates.length, "day")}, in dollars`} times=${dates.map((day) => Date.parse(day) / 1000)} line=${{ name: "USD", values, kind: "bars" }} written=${usd} />
      <details><summary>The values</summary><${Sums} title="Day" sums=${daily} /></details>
    </section>
    <div class="columns even">
      <section class="card"><h2>By agent</h2><${Sums} title="Agent" sums=${summed(costs.days, (day) => day.agent_id ?? "none")} /></section>
      <section class="card"><h2>By campaign</h2><${Sums} title="Campaign" sums=${summed(costs.days, (day) => day.campaign_id ?? "none")} link=${campaign} /></section>
      <section class="card"><h2>By part</h2><${Parts} parts=${costs.by_part} /></section>
    </div>
  `;
}

/** @param {string} id */
const campaign = (id) => (id === "none" ? id : html`<a href=${href(`campaigns/${id}`)}>${id}</a>`);

/** The present month beside its budget; the days that are shown do not matter. */
function Month({ budget }) {
  const today = daysBefore(0);
  const { data } = useApi(budget === null ? null : `/costs${query({ first_day: `${today.slice(0, 8)}01`, last_day: today })}`);
  if (budget === null || !data) return null;
  return html`
    <p class="hint" id="month">${usd(data.known_usd)} of ${usd(budget)} this month</p>
    <progress aria-labelledby="month" max=${budget} value=${Math.min(budget, data.known_usd)}></progress>
  `;
}

/** @param {any[]} days @param {(day: any) => string} name @returns {Map<string, {usd: number, calls: number, unknown: number}>} */
function summed(days, name) {
  const sums = new Map();
  for (const day of days) {
    const sum = sums.get(name(day)) ?? { usd: 0, calls: 0, unknown: 0 };
    sums.set(name(day), { usd: sum.usd + day.known_usd, calls: sum.calls + day.calls, unknown: sum.unknown + day.calls_unknown });
  }
  return sums;
}

/** @param {{title: string, sums: Map<string, {usd: number, calls: number, unknown: number}>, link?: (name: string) => any}} props */
function Sums({ title, sums, link = (name) => name }) {
  const rows = [...sums.entries()].sort((one, other) => (title === "Day" ? other[0].localeCompare(one[0]) : other[1].usd - one[1].usd));
  return html`
    <table class="lines">
      <thead><tr><th scope="col">${title}</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Unknown</th><th scope="col" class="number">USD</th></tr></thead>
      <tbody>${rows.map(([name, sum]) => html`<tr><td class="breaks">${link(name)}</td><td class="number digits">${number(sum.calls)}</td><td class="number digits">${number(sum.unknown)}</td><td class="number digits">${usd(sum.usd)}</td></tr>`)}</tbody>
    </table>
  `;
}

const Parts = ({ parts }) => html`
  <table class="lines">
    <thead><tr><th scope="col">Part</th><th scope="col" class="number">USD</th></tr></thead>
    <tbody>${Object.entries(parts).map(([name, amount]) => html`<tr><td>${name === "aws" ? "AWS" : capital(plain(name))}</td><td class="number digits">${usd(amount)}</td></tr>`)}</tbody>
  </table>
`;
