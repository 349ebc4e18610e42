/** What was said: followed while the call runs, and afterwards in step with the recording. */

import { ApiError, get, useApi } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { html, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { length } from "../lib/words.js";
import { Failed, Loading, sentence } from "./states.js";

const EVERY_MS = 1500;
const WATCHED_EVERY_MS = 9000; // the words are here already: what is on file only settles them
/** Why there are no words yet, or none at all. @type {Record<string, string>} */
const NONE = {
  live: "Nothing has been said yet.",
  after_call: "The voice provider carries this call itself: its words come with its report, after the end.",
  never: "No agent speaks in this call, so there are no words.",
};

/**
 * @param {{path: string, record: any, isOver: boolean, recordings: any[] | null, at: number, onSeek: ((seconds: number) => void) | null, watch?: import("../lib/watch.js").Watch | null}} props
 *   `at`: the second that is heard, -1 for none; `watch`: of a call whose words come over the relay's socket as well
 */
export function Transcript({ path, record, isOver, recordings, at, onSeek, watch = null }) {
  const words = watch?.words.value;
  const { turns: filed, available, isComplete, error, again } = useTurns(path, Boolean(words?.length) && watch?.phase.value === "open");
  const turns = useMemo(() => withWords(filed, words ?? [], record.started_at), [filed, words]);
  useAnnouncements(turns, available !== null);
  const more = useApi(isOver && record.conversation_id ? `/conversations/${encodeURIComponent(record.conversation_id)}` : null);
  const said = useMemo(() => placed(withReport(turns, more.data?.transcript ?? []), recordings ?? []), [turns, more.data, recordings]);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const now = at < 0 ? -1 : said.findLastIndex((turn) => turn.from <= at + 0.05);
  useEffect(() => show(list.current, now), [now]);
  useEffect(() => {
    if (!isOver && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [turns.length]);
  return html`
    <section class="card" aria-labelledby="words">
      <h2 id="words">Transcript ${onSeek && html`<small>select a line to hear it</small>`}</h2>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!turns.length && !error && (available ? html`<p class="muted">${isComplete && isOver ? "Nothing was said." : NONE[available]}</p>` : html`<${Loading} what="Loading the transcript" />`)}
      <ol class="turns" ref=${list} tabindex=${turns.length ? 0 : undefined} aria-label="Turns">
        ${said.map((turn, index) => html`<${Turn} key=${turn.number} turn=${turn} isNow=${index === now} onSeek=${onSeek} />`)}
      </ol>
    </section>
  `;
}

function Turn({ turn, isNow, onSeek }) {
  const who = turn.role === "agent" ? "Agent" : "Caller";
  const meant = turn.interrupted && turn.original_message !== turn.message ? turn.original_message : null;
  return html`
    <li class=${`turn ${turn.role}${isNow ? " now" : ""}`} aria-current=${isNow ? "true" : undefined}>
      <span class="meta"><strong>${who}</strong><span>${length(turn.from)}</span>${turn.interrupted && html`<span>interrupted</span>`}</span>
      <button class="said" disabled=${!onSeek} onClick=${() => onSeek?.(turn.from)}>
        ${turn.message ?? "…"}${meant && html`<span class="unsaid"> ${rest(meant, turn.message ?? "")}</span>`}
      </button>
      ${turn.tool_calls?.length > 0 && html`<span class="meta">used ${turn.tool_calls.map((/** @type {any} */ tool) => html`<code>${tool.tool_name}</code> `)}</span>`}
    </li>
  `;
}

/** What an interrupted agent meant to say and was not heard saying. @param {string} meant @param {string} heard */
function rest(meant, heard) {
  const begun = heard.replace(/[.,…—\s]+$/, "");
  return meant.startsWith(begun) ? meant.slice(begun.length).trim() : meant;
}

/** Turns with what the report knows of them. A report may divide the same words otherwise: then the turns stay as they are. */
function withReport(turns, reported) {
  const spoken = reported.filter((/** @type {any} */ turn) => turn.message);
  const isSame = spoken.length === turns.length && turns.every((turn, index) => turn.role === spoken[index].role);
  return isSame ? turns.map((turn, index) => ({ ...spoken[index], ...turn })) : turns;
}

/** Turns with the second at which each begins to be heard. A caller's turn is filed when it was understood, at its end. */
function placed(turns, recordings) {
  const drawn = recordings.filter((/** @type {any} */ one) => one.peaks && one.begins_at_s !== null);
  return turns.map((turn) => {
    const at = turn.time_in_call_secs;
    const part = drawn.findLast((/** @type {any} */ one) => one.begins_at_s <= at);
    if (turn.role !== "user" || !part) return { ...turn, from: at };
    const { caller, per_second: rate } = part.peaks;
    return { ...turn, from: part.begins_at_s + begin(caller, rate, at - part.begins_at_s) };
  });
}

const SILENCE_S = 0.8; // a longer one lies between two turns
const LOOK_BACK_S = 4;

/** The second at which the last words before `at` began, or `at` where the recording is that of another part of the call. @param {number[]} values @param {number} rate @param {number} at */
function begin(values, rate, at) {
  const loud = Math.max(4, Math.max(...values) / 12);
  if (at * rate > values.length + rate) return at;
  let index = Math.min(values.length - 1, Math.floor(at * rate));
  const earliest = Math.max(0, index - LOOK_BACK_S * rate);
  while (index > earliest && values[index] < loud) index--;
  if (values[index] < loud) return at;
  for (let quiet = 0, here = index; here >= 0 && quiet < SILENCE_S * rate; here--) {
    quiet = values[here] < loud ? quiet + 1 : 0;
    if (!quiet) index = here;
  }
  return index / rate;
}

/** Scrolls within the list only: the page itself stays where the reader is. */
function show(list, index) {
  const item = list?.children[index];
  if (!item) return;
  const [top, bottom] = [item.offsetTop - list.offsetTop, item.offsetTop - list.offsetTop + item.offsetHeight];
  if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
}

/** What has come over the socket goes before what is on file, which comes later: a turn that was corrected, too. */
function withWords(filed, words, startedAt) {
  const began = Date.parse(startedAt);
  const live = words.map(({ timestamp, ...turn }) => ({ ...turn, time_in_call_secs: Math.max(0, (Date.parse(timestamp) - began) / 1000) }));
  const isOf = (turn) => (one) => one.number === turn.number && one.role === turn.role;
  const settled = filed.map((turn) => ({ ...turn, message: live.find(isOf(turn))?.message ?? turn.message }));
  const last = filed.at(-1)?.number ?? 0;
  return [...settled, ...live.filter((turn) => turn.number > last)];
}

/** Says each turn that comes while the page is open, once. */
function useAnnouncements(turns, isRead) {
  const said = useRef(/** @type {number | null} */ (null));
  const last = turns.at(-1)?.number ?? 0;
  useEffect(() => {
    const before = said.current;
    if (isRead) said.current = Math.max(before ?? 0, last);
    if (before !== null) turns.filter((turn) => turn.number > before).forEach((turn) => announce(`${turn.role === "agent" ? "Agent" : "Caller"}: ${sentence(turn.message ?? "")}`));
  }, [last, isRead]);
}

/** The turns so far, and more until there will be no more. One that was corrected takes the place of the one before. */
function useTurns(path, isWatched) {
  const [state, setState] = useState(/** @type {any} */ ({ turns: [], available: null, isComplete: false, error: null }));
  const [round, setRound] = useState(0);
  const pause = useRef(EVERY_MS);
  pause.current = isWatched ? WATCHED_EVERY_MS : EVERY_MS;
  useEffect(() => {
    const stop = new AbortController();
    void follow(path, stop.signal, setState, pause);
    return () => stop.abort();
  }, [path, round]);
  return { ...state, again: () => setRound(round + 1) };
}

async function follow(path, signal, setState, pause) {
  let turns = /** @type {any[]} */ ([]);
  let after = 0;
  while (!signal.aborted) {
    try {
      const page = await get(`${path}/turns?after=${Math.max(0, after - 1)}`, signal);
      turns = merged(turns, page.turns);
      after = turns.at(-1)?.number ?? 0;
      if (page.has_more) continue;
      setState({ turns, available: page.turns_available, isComplete: page.is_complete, error: null });
      if (page.is_complete) return;
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      setState((/** @type {any} */ now) => ({ ...now, error }));
      return;
    }
    for (let waited = 0; waited < pause.current && !signal.aborted; waited += EVERY_MS) await new Promise((then) => setTimeout(then, EVERY_MS));
  }
}

/** @param {any[]} known @param {any[]} newer */
function merged(known, newer) {
  const first = newer[0]?.number ?? Infinity;
  return [...known.filter((turn) => turn.number < first), ...newer];
}
