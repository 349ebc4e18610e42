/** A conversation with an agent by microphone: telephone sound both ways, over the socket of programs. */

import { useApi } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { telephone } from "../lib/calls.js";
import { Conversation } from "../lib/conversation.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { place } from "../lib/router.js";
import { Speaker } from "../lib/speaker.js";
import { UNKNOWN, delay, length } from "../lib/words.js";
import { Field } from "../parts/form.js";
import { Icon } from "../parts/icons.js";
import { Level } from "../parts/level.js";
import { Page } from "../parts/page.js";
import { SoundCheck, useMicrophone } from "../parts/sound_check.js";
import { Failed, Loading, sentence } from "../parts/states.js";

const LEAD = "Speak with an agent as a caller would: telephone sound both ways, and the words beside it. We file nothing; your voice provider keeps its own record.";
const AGENT_ID = "[A-Za-z0-9_.\\-]{1,64}";

export default function Talk() {
  const sound = useMicrophone();
  const [agent, setAgent] = useState(place.value.query.agent_id ?? ""); // as a number's route names it
  const [talk, setTalk] = useState(/** @type {Conversation | null} */ (null));
  const [error, setError] = useState("");
  const open = useRef(/** @type {Conversation | null} */ (null));
  useEffect(() => () => leave(open.current), []);
  const begin = async () => {
    setError("");
    try {
      leave(open.current);
      const conversation = new Conversation(agent, /** @type {any} */ (sound.microphone), await Speaker.open());
      open.current = conversation;
      setTalk(conversation);
      await conversation.begin();
    } catch (failure) {
      setError(sentence(/** @type {Error} */ (failure).message));
    }
  };
  const isTalking = talk !== null && talk.phase.value !== "ended";
  return html`
    <${Page} title="Talk" lead=${LEAD}>
      <div class="columns talk">
        <div class="stack">
          ${!isTalking && html`
            <${Agents} agent=${agent} choose=${setAgent} />
            <${SoundCheck} ...${sound} />
            <button class="main begin" disabled=${!sound.microphone || !agent} onClick=${begin}><${Icon} name="calls" />${talk ? "Talk again" : "Start talking"}</button>
            ${!sound.microphone && html`<p class="hint">The microphone comes first.</p>`}
            ${error && html`<p class="field-error" role="alert">${error}</p>`}
          `}
          ${isTalking && html`<${Line} talk=${talk} />`}
        </div>
        ${talk ? html`<${Words} talk=${talk} /><${Measures} talk=${talk} />` : html`<${Hints} />`}
      </div>
    <//>
  `;
}

/** @param {Conversation | null} talk */
function leave(talk) {
  talk?.end();
  talk?.speaker.close();
}

const WITH_AGENT = ["relay", "register"];

/** The agents of the company's routes. Another one may be written. */
function Agents({ agent, choose }) {
  const { data, error, again } = useApi("/routes");
  const [isOther, setOther] = useState(false);
  const known = agentsOf(data ?? []);
  useEffect(() => {
    if (!agent && known.length) choose(known[0][0]);
  }, [data]);
  const pick = (/** @type {any} */ event) => {
    setOther(event.target.value === "");
    choose(event.target.value);
  };
  const isWritten = isOther || error !== null || (data !== null && !known.length);
  return html`
    <section class="card stack">
      <h2>Agent</h2>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!data && !error && html`<${Loading} what="Loading the agents" />`}
      ${known.length > 0 && html`<div class="field">
        <label for="agent">Who answers</label>
        <select id="agent" value=${isOther ? "" : agent} onChange=${pick}>
          ${known.map(([id, numbers]) => html`<option value=${id} selected=${id === agent}>${id} · ${numbers.map(telephone).join(", ")}</option>`)}
          <option value="" selected=${isOther}>Another agent …</option>
        </select>
      </div>`}
      ${isWritten && html`<${Field} name="other" label="Agent id" hint="Of an agent of yours at ElevenLabs." value=${agent} pattern=${AGENT_ID} autocomplete="off"
        spellcheck=${false} placeholder="agent_…" onInput=${(/** @type {any} */ event) => choose(event.target.validity.valid ? event.target.value : "")} />`}
    </section>
  `;
}

/** @param {any[]} routes @returns {[string, string[]][]} */
function agentsOf(routes) {
  const found = /** @type {Map<string, string[]>} */ (new Map());
  for (const { number, mode, details } of routes)
    if (WITH_AGENT.includes(mode) && details.provider === "elevenlabs" && details.agent_id) found.set(details.agent_id, [...(found.get(details.agent_id) ?? []), number]);
  return [...found].sort();
}

/** @param {{talk: Conversation}} props */
function Line({ talk }) {
  const [isMuted, setMuted] = useState(false);
  const mute = () => {
    talk.microphone.isMuted = !isMuted;
    setMuted(!isMuted);
  };
  useEffect(() => () => void (talk.microphone.isMuted = false), []);
  const isOpen = talk.phase.value === "talking";
  return html`
    <section class="card stack">
      <h2>${talk.agent} ${isOpen ? html`<span class="tag live">talking</span>` : html`<span class="tag">connecting …</span>`}</h2>
      <${Level} name="You" level=${talk.microphone.level.value} />
      <${Level} name="Agent" tone="agent" level=${talk.speaker.state.value.level} />
      <div class="actions">
        <button aria-pressed=${isMuted} onClick=${mute}><${Icon} name="mic" />${isMuted ? "Muted" : "Mute"}</button>
        <button class="danger" onClick=${() => talk.end()}><${Icon} name="close" />End</button>
      </div>
    </section>
  `;
}

/** @param {{talk: Conversation}} props */
function Measures({ talk }) {
  const waits = talk.latencies.value;
  const { played, waiting, gaps } = talk.speaker.state.value;
  /** @type {[string, string][]} */
  const tiles = [
    ["Last answer after", waits.length ? delay(waits.at(-1)) : UNKNOWN],
    ["Median", waits.length ? delay(median(waits)) : UNKNOWN],
    ["Round trip", delay(talk.roundTrip.value)],
    ["Agent heard", `${played.toFixed(1)} s`],
    ["Still to play", `${waiting.toFixed(1)} s`],
    ["Gaps in its sound", String(gaps)],
  ];
  return html`
    <section class="card"><h2>Latency and sound</h2>
      <dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    </section>
  `;
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {{talk: Conversation}} props */
function Words({ talk }) {
  const turns = talk.turns.value;
  const { text, isFault } = talk.ending.value;
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const last = turns.at(-1);
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
    if (last) announce(`${last.role === "agent" ? "Agent" : "You"}: ${last.message}`);
  }, [turns]);
  return html`
    <section class="card" aria-labelledby="words">
      <h2 id="words">Words</h2>
      ${!turns.length && !text && html`<p class="muted">Nothing has been said yet.</p>`}
      <ol class="turns" ref=${list} tabindex=${turns.length ? 0 : undefined} aria-label="Turns">
        ${turns.map((turn) => html`<li key=${turn.number} class="turn ${turn.role}">
          <span class="meta"><strong>${turn.role === "agent" ? "Agent" : "You"}</strong><span>${length(turn.at)}</span></span>
          <p class="said">${turn.message}</p>
        </li>`)}
      </ol>
      ${text && html`<p class=${`note${isFault ? " bad" : ""}`} role=${isFault ? "alert" : "status"}>${sentence(text)}</p>`}
    </section>
  `;
}

const Hints = () => html`
  <section class="card">
    <h2>What to expect</h2>
    <ul class="bullets">
      <li>You hear the agent as a caller hears it: 8 kHz, mu-law. So does it hear you.</li>
      <li>Talk over it: it stops, and what it had not said yet is void.</li>
      <li>“Last answer after” is the time from the end of your words to the first sound of the answer, at the relay.</li>
      <li>Tools that need a call, such as transfers, answer the agent with an error.</li>
      <li>With headphones nothing of the agent comes back through the microphone.</li>
    </ul>
  </section>
`;
