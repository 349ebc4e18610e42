/** Health: what works, what went wrong in the last days, and what is left to be done again. */

import { post, query, useApi } from "../lib/api.js";
import { troubleMeaning, troubleName } from "../lib/calls.js";
import { daysBefore } from "../lib/days.js";
import { html } from "../lib/html.js";
import { href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { UNKNOWN, capital, counted, length, moment, number, plain } from "../lib/words.js";
import { useAct } from "../parts/act.js";
import { Alarms } from "../parts/alarms.js";
import { Chart } from "../parts/chart.js";
import { Icon } from "../parts/icons.js";
import { Page } from "../parts/page.js";
import { Failed, Loading } from "../parts/states.js";

const DAYS = 7;
const EVERY_S = 30;

export default function Health() {
  return html`
    <${Page} title="Health">
      <div class="stack">
        <${Vendors} />
        ${may("admin") && html`<${Alarms} />`}
        <${Trouble} />
        ${may("admin") && html`<${DeadLetters} />`}
      </div>
    <//>
  `;
}

function Vendors() {
  const { data, error, again } = useApi("/elevenlabs-twilio/health", { every: EVERY_S });
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data) return html`<${Loading} what="Loading the state" />`;
  /** @type {[string, boolean, string][]} */
  const states = [
    ["API", data.status === "healthy", capital(data.status)],
    ["Twilio", data.twilio_configured, data.twilio_configured ? "Configured" : "Not configured"],
    ["ElevenLabs", data.elevenlabs_configured, data.elevenlabs_configured ? "Configured" : "Not configured"],
  ];
  return html`
    <section class="card" aria-labelledby="vendors"><h2 id="vendors">State</h2>
      <dl class="tiles">
        ${states.map(([name, isGood, words]) => html`<div><dt>${name}</dt><dd><span class="tag ${isGood ? "good" : "bad"}">${words}</span></dd></div>`)}
        <div><dt>Calls at work</dt><dd>${number(data.active_integrations)}</dd></div>
      </dl>
      <p class="hint">Asked ${moment(data.timestamp)}.</p>
    </section>
  `;
}

/** The counts of the last days; those of a day that is still being counted come with the next look. */
function Trouble() {
  const { data, error, again } = useApi(`/counts${query({ first_day: daysBefore(DAYS - 1), last_day: daysBefore(0) })}`, { every: EVERY_S });
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data) return html`<${Loading} what="Counting" />`;
  const kinds = /** @type {[string, number][]} */ (Object.entries(data.by_trouble)).sort((one, other) => other[1] - one[1]);
  const times = data.days.map((/** @type {any} */ day) => Date.parse(day.day) / 1000);
  const line = { name: "Trouble", values: data.days.map((/** @type {any} */ day) => day.trouble), kind: "bars" };
  return html`
    <section class="card" aria-labelledby="trouble"><h2 id="trouble">Trouble in ${counted(DAYS, "day")} <small><a href=${href("calls", { trouble: "true" })}>the calls</a></small></h2>
      <dl class="tiles">
        <div><dt>Calls</dt><dd>${number(data.calls)}</dd></div>
        <div><dt>Answered</dt><dd>${number(data.answered)}</dd></div>
        <div><dt>With trouble</dt><dd>${number(data.trouble)}</dd></div>
        <div><dt>Minutes</dt><dd>${number(data.minutes)}</dd></div>
      </dl>
      ${!data.is_complete && html`<p class="hint" role="status">Some days are still being counted.</p>`}
      <${Chart} label=${`Calls with trouble in each of ${counted(DAYS, "day")}`} times=${times} line=${line} written=${whole} />
      ${kinds.length > 0 && html`<table class="lines">
        <thead><tr><th scope="col">Trouble</th><th scope="col">What it means</th><th scope="col" class="number">Calls</th></tr></thead>
        <tbody>${kinds.map(([code, calls]) => html`<tr><td><strong>${troubleName(code)}</strong></td><td class="muted">${troubleMeaning(code)}</td><td class="number digits">${number(calls)}</td></tr>`)}</tbody>
      </table>`}
    </section>
  `;
}

/** Calls are not divided. @param {number} value */
const whole = (value) => (Number.isInteger(value) ? String(value) : "");

/** @type {Record<string, string>} */
const QUEUES = { deliveries: "Events for your endpoints", erasures: "Erasures", exports: "Exports", lists: "Lists, previews and results of campaigns" };

function DeadLetters() {
  const { data, error, again } = useApi("/dead-letters", { every: EVERY_S * 2 });
  if (error) return html`<${Failed} error=${error} again=${again} />`;
  if (!data) return html`<${Loading} what="Looking for dead letters" />`;
  const waiting = data.queues.filter((/** @type {any} */ queue) => queue.depth > 0);
  return html`
    <section class="card" aria-labelledby="letters"><h2 id="letters">Dead letters</h2>
      <p class="muted">Work that was tried often enough, and waits until someone has mended the cause.</p>
      ${waiting.length === 0 ? html`<p class="tags"><span class="tag good">None</span></p>` : waiting.map((/** @type {any} */ queue) => html`<${Queue} key=${queue.queue} queue=${queue} again=${again} />`)}
    </section>
  `;
}

function Queue({ queue, again }) {
  const { act, isBusy, error } = useAct();
  return html`
    <div class="card-head"><h3>${QUEUES[queue.queue] ?? capital(plain(queue.queue))} <span class="tag bad">${number(queue.depth)}${queue.is_complete ? "" : " at least"}</span></h3>
      <button disabled=${isBusy} onClick=${() => act(() => post(`/dead-letters/${queue.queue}/replay`), "They are done again", again)}><${Icon} name="refresh" />Do them again</button></div>
    ${error && html`<p class="field-error" role="alert">${error}</p>`}
    <table class="lines">
      <thead><tr><th scope="col">What</th><th scope="col">Last error</th><th scope="col" class="number">Age</th></tr></thead>
      <tbody>${queue.dead_letters.map((/** @type {any} */ letter) => html`<tr>
        <td>${letter.event_type ?? capital(plain(letter.kind))} <code>${letter.subject_id}</code></td><td>${letter.error ?? UNKNOWN}</td><td class="number digits">${length(letter.age_s)}</td>
      </tr>`)}</tbody>
    </table>
  `;
}
