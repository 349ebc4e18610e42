/** One call: hear it, read it, see what happened, what went wrong and what it cost. */

import { useApi } from "../lib/api.js";
import { modeName, outcomeTone, sides, stateName, telephone, troubleMeaning, troubleName } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { href } from "../lib/router.js";
import { UNKNOWN, capital, delay, length, number, plain, usd, wholeMoment } from "../lib/words.js";
import { Icon } from "../parts/icons.js";
import { Page } from "../parts/page.js";
import { Recordings } from "../parts/recordings.js";
import { Failed, Loading } from "../parts/states.js";
import { Timeline } from "../parts/timeline.js";
import { Transcript } from "../parts/transcript.js";

const LIVE_EVERY_S = 3;
const BACK = { href: href("calls"), name: "Calls" };

/** @param {{call: string}} props */
export default function Call({ call }) {
  const path = `/calls/${encodeURIComponent(call)}`;
  const [isOver, setOver] = useState(false);
  const { data, error, again } = useApi(path, { every: isOver ? 0 : LIVE_EVERY_S });
  if (data && isEnded(data) !== isOver) setOver(isEnded(data));
  if (error && !data) return html`<${Page} title="Call" back=${BACK}><${Failed} error=${error} again=${again} /><//>`;
  if (!data) return html`<${Page} title="Call" back=${BACK}><${Loading} what="Loading the call" /><//>`;
  return html`<${Whole} record=${data} path=${path} isOver=${isOver} />`;
}

const ENDED = ["completed", "busy", "no-answer", "canceled", "failed"];

/** @param {any} record */
const isEnded = (record) => ENDED.includes(record.status);

function Whole({ record, path, isOver }) {
  const [at, setAt] = useState(-1); // the second of the recording that is heard; -1: there is none
  const [seek, setSeek] = useState({ to: -1 });
  const [theirs, ours] = sides(record);
  const recordings = useApi(isOver ? `${path}/recordings?with_peaks=true` : null);
  return html`
    <${Page} title=${theirs ? telephone(theirs) : "Call"} back=${BACK} lead=${html`<${Lead} record=${record} ours=${ours} isOver=${isOver} />`}>
      <div class="stack">
        <${Wrong} record=${record} />
        ${record.summary && html`<p class="card">${record.summary}</p>`}
        <${Recordings} path=${path} found=${recordings} onTime=${setAt} seek=${seek} />
        <div class="columns">
          <div class="stack">
            <${Transcript} path=${path} record=${record} isOver=${isOver} recordings=${recordings.data?.recordings ?? null} at=${at} onSeek=${at >= 0 ? (/** @type {number} */ to) => setSeek({ to }) : null} />
            <${Timeline} record=${record} />
          </div>
          <div class="stack">
            <${Quality} quality=${record.quality} />
            <${Tools} tools=${record.tools} />
            <${Results} record=${record} />
            ${isOver && html`<${Cost} call=${record.call_sid} />`}
            <${Facts} record=${record} />
            <${Raw} record=${record} />
          </div>
        </div>
      </div>
    <//>
  `;
}

const Lead = ({ record, ours, isOver }) => html`
  <span class="tags">
    ${!isOver && html`<span class="tag live">${stateName(record)}</span>`}
    ${record.outcome && html`<span class="tag ${outcomeTone(record.outcome)}">${capital(record.outcome)}</span>`}
    <span>${record.direction === "outbound" ? "called from" : "called"} ${telephone(ours) || UNKNOWN}</span>
    <span>${wholeMoment(record.started_at)}</span>
    ${record.duration_s !== null && html`<span>${length(record.duration_s)}</span>`}
  </span>
`;

/** The box that says why, before anything else is read. */
function Wrong({ record }) {
  const broken = record.tools.filter((/** @type {any} */ tool) => tool.is_error).map((/** @type {any} */ tool) => tool.name);
  if (!record.trouble.length) return null;
  return html`
    <section class="note warn" aria-labelledby="wrong">
      <${Icon} name="alert" />
      <div>
        <h2 id="wrong">What went wrong</h2>
        <ul>${record.trouble.map((/** @type {string} */ code) => html`<li><strong>${troubleName(code)}.</strong> ${troubleMeaning(code)}
          ${code === "tool_failed" && broken.length > 0 && html` It was <code>${broken.join(", ")}</code>.`}</li>`)}</ul>
        ${record.end_reason && html`<p>The conversation ended with: ${record.end_reason}</p>`}
      </div>
    </section>
  `;
}

/** @type {[string, string, (value: any) => string][]} */
const MEASURES = [
  ["turn_latency_ms", "Turn latency, median", delay],
  ["turn_latency_p95_ms", "Turn latency, p95", delay],
  ["agent_latency_s", "Provider's own figure", (value) => delay(value * 1000)],
  ["first_audio_ms", "First sound of a text", delay],
  ["barge_in_ms", "Silent after barge-in", delay],
  ["interruptions", "Interruptions", number],
  ["reconnects", "Reconnects", number],
  ["caller_gaps", "Gaps in caller's audio", number],
  ["agent_underruns", "Agent ran dry", number],
  ["caller_level_dbfs", "Caller's level", (value) => `${value} dBFS`],
  ["agent_level_dbfs", "Agent's level", (value) => `${value} dBFS`],
  ["hop_p99_us", "Relay adds, p99", (value) => delay(value / 1000)],
];

function Quality({ quality }) {
  const known = MEASURES.filter(([name]) => quality[name] !== null);
  if (!known.length) return null;
  return html`
    <section class="card"><h2>Quality</h2>
      <dl class="tiles">${known.map(([name, words, written]) => html`<div><dt>${words}</dt><dd>${written(quality[name])}</dd></div>`)}</dl>
    </section>
  `;
}

function Tools({ tools }) {
  if (!tools.length) return null;
  return html`
    <section class="card"><h2>Tools</h2>
      <table class="lines">
        <thead><tr><th scope="col">Tool</th><th scope="col">Result</th><th scope="col" class="number">Took</th></tr></thead>
        <tbody>${tools.map((/** @type {any} */ tool) => html`<tr>
          <td><code>${tool.name}</code></td>
          <td>${tool.is_error === null ? UNKNOWN : html`<span class="tag ${tool.is_error ? "bad" : "good"}">${tool.is_error ? "Error" : "Done"}</span>`}</td>
          <td class="number digits">${tool.took_s === null ? UNKNOWN : delay(tool.took_s * 1000)}</td>
        </tr>`)}</tbody>
      </table>
    </section>
  `;
}

/** What the provider judged and collected. */
function Results({ record }) {
  const judged = Object.entries(record.evaluation);
  const collected = Object.entries(record.data_collection);
  if (!judged.length && !collected.length) return null;
  return html`
    <section class="card"><h2>Results</h2>
      <dl class="facts">
        ${judged.map(([name, result]) => html`<dt>${plain(name)}</dt><dd><span class="tag ${outcomeTone(String(result))}">${result}</span></dd>`)}
        ${collected.map(([name, value]) => html`<dt>${plain(name)}</dt><dd>${value === null ? UNKNOWN : typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>`)}
      </dl>
    </section>
  `;
}

/** @type {Record<string, string>} */
const PARTS = { aws: "AWS" };

/** @param {{call: string}} props */
function Cost({ call }) {
  const { data, error, again } = useApi(`/costs/calls/${encodeURIComponent(call)}`);
  if (error) return html`<section class="card"><h2>Cost</h2><${Failed} error=${error} again=${again} /></section>`;
  if (!data || !data.lines.length) return null;
  return html`
    <section class="card"><h2>Cost</h2>
      <table class="lines">
        <thead><tr><th scope="col">Part</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">USD</th></tr></thead>
        <tbody>${data.lines.map((/** @type {any} */ line) => html`<tr>
          <td>${PARTS[line.part] ?? capital(plain(line.part))}</td>
          <td class="number digits">${line.quantity === null ? UNKNOWN : `${number(line.quantity)} ${line.unit}`}</td>
          <td class="number digits">${usd(line.usd)}</td>
        </tr>`)}</tbody>
        <tfoot><tr><td colspan="2">${data.usd === null ? "Known so far" : "In all"}</td><td class="number digits">${usd(data.usd ?? data.known_usd)}</td></tr></tfoot>
      </table>
    </section>
  `;
}

function Facts({ record }) {
  /** @type {[string, any][]} */
  const facts = [
    ["Way", modeName(record.mode)],
    ["Provider", record.provider],
    ["Agent", record.agent_id],
    ["Campaign", record.campaign_id],
    ["Answered by", record.answered_by && plain(record.answered_by)],
    ["Language", record.language],
    ["Ended", record.end_reason],
    ["Status", plain(record.status)],
    ["User", record.user_id],
    ["Call", record.call_sid],
    ["Conversation", record.conversation_id],
    ...Object.entries(record.metadata),
  ];
  const known = facts.filter(([, value]) => value);
  return html`
    <section class="card"><h2>Facts</h2>
      <dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    </section>
  `;
}

function Raw({ record }) {
  const [isCopied, setCopied] = useState(false);
  const text = JSON.stringify(record, null, 2);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  return html`
    <details class="card"><summary>Raw</summary>
      <button class="quiet" onClick=${copy}><${Icon} name=${isCopied ? "check" : "copy"} />${isCopied ? "Copied" : "Copy"}</button>
      <pre tabindex="0" aria-label="The record as JSON">${text}</pre>
    </details>
  `;
}
