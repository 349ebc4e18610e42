/** The list of calls, newest first: filters, and pages as the reader scrolls. */

import { get, post, query, request } from "../lib/api.js";
import { MODES, OUTCOMES, modeName, outcomeTone, sides, stateName, telephone, troubleName } from "../lib/calls.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { href, place, replacePlace } from "../lib/router.js";
import { UNKNOWN, capital, length, moment, plain } from "../lib/words.js";
import { Choice, Field } from "../parts/form.js";
import { Icon } from "../parts/icons.js";
import { Page } from "../parts/page.js";
import { Empty } from "../parts/states.js";
import { Table, usePages } from "../parts/table.js";

const PAGE = 100;
const EVERY_MS = 5000;
const FEWEST_DIGITS = 3; // as the API has it: the country's code alone says nothing
const FILTERS = ["day", "agent_id", "mode", "outcome", "campaign_id", "trouble", "live"];

export default function Calls() {
  const [number, setNumber] = useState(""); // in the page alone: an address would be kept in the history
  const [round, setRound] = useState(0);
  const clear = () => {
    setNumber("");
    setRound(round + 1);
    replacePlace("calls");
  };
  const filters = chosen(place.value.query);
  const key = JSON.stringify([filters, number]);
  const pages = usePages(key, (cursor, signal) => page(filters, number, cursor, signal));
  useNewest(filters, number, pages);
  const isFiltered = number !== "" || Object.keys(filters).length > 0;
  return html`
    <${Page} title="Calls" actions=${html`<${Shortcuts} filters=${filters} />`}>
      <${Filters} key=${round} filters=${filters} setNumber=${setNumber} clear=${isFiltered && clear} />
      <${Table}
        caption="Calls, newest first" noun="call" columns=${COLUMNS} keyOf=${(/** @type {any} */ call) => call.call_sid} ...${pages}
        empty=${html`<${Empty} title=${isFiltered ? "No call fits these filters" : "No calls yet"}>
          ${isFiltered ? "Take some of them away." : "A call is listed as soon as it rings."}<//>`}
      />
    <//>
  `;
}

/** @param {Record<string, string>} asked */
const chosen = (asked) => Object.fromEntries(FILTERS.filter((name) => asked[name]).map((name) => [name, asked[name]]));

/** A telephone number goes into the body of a search, and into no address. */
async function page(filters, number, cursor, signal) {
  const wanted = { ...filters, page_size: PAGE, ...(cursor ? { cursor } : {}) };
  const found = number ? await post("/calls/search", bodyOf({ ...wanted, number })) : await get(`/calls${query(wanted)}`, signal);
  return { rows: found.calls, next: found.next_cursor };
}

/** @param {Record<string, any>} wanted */
const bodyOf = (wanted) => ({
  ...wanted,
  ...(wanted.trouble ? { trouble: wanted.trouble === "true" } : {}),
  ...(wanted.live ? { live: wanted.live === "true" } : {}),
});

/** New calls, and news of those in the list, while the page is looked at. A search by number is not repeated. */
function useNewest(filters, number, pages) {
  const latest = useRef(pages);
  latest.current = pages;
  const path = `/calls${query({ ...filters, page_size: 30 })}`;
  useEffect(() => {
    if (number) return;
    let etag = "";
    const look = async () => {
      if (document.hidden || latest.current.isLoading) return;
      const answer = await request("GET", path, { etag }).catch(() => null);
      if (!answer || answer.status === 304) return;
      etag = answer.etag;
      latest.current.replace((rows) => merged(rows, answer.data.calls));
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [path, number]);
}

/** @param {any[]} rows @param {any[]} newest */
function merged(rows, newest) {
  const news = new Map(newest.map((call) => [call.call_sid, call]));
  const known = new Set(rows.map((call) => call.call_sid));
  const added = newest.filter((call) => !known.has(call.call_sid));
  return [...added, ...rows.map((call) => news.get(call.call_sid) ?? call)];
}

const Shortcuts = ({ filters }) => html`
  <${Toggle} name="live" words="Live now" icon="live" filters=${filters} />
  <${Toggle} name="trouble" words="Trouble only" icon="alert" filters=${filters} />
`;

function Toggle({ name, words, icon, filters }) {
  const isOn = filters[name] === "true";
  const turn = () => replacePlace("calls", { ...filters, [name]: isOn ? "" : "true" });
  return html`<button aria-pressed=${isOn} class=${isOn ? "main" : ""} onClick=${turn}><${Icon} name=${icon} />${words}</button>`;
}

function Filters({ filters, setNumber, clear }) {
  const set = (/** @type {any} */ event) => replacePlace("calls", { ...filters, [event.target.name]: event.target.value.trim() });
  const [tooShort, setTooShort] = useState("");
  const search = (/** @type {any} */ event) => {
    event.preventDefault();
    const typed = digits(new FormData(event.currentTarget).get("number"));
    const isEnough = !typed || typed.replace("+", "").length >= FEWEST_DIGITS;
    setTooShort(isEnough ? "" : "Three digits at the least.");
    if (isEnough) setNumber(typed);
  };
  const [isOpen, setOpen] = useState(false);
  return html`
    <form class=${isOpen ? "filters open" : "filters"} role="search" aria-label="Filter calls" onSubmit=${search}>
      <${Field} name="number" label="Number begins with" inputmode="tel" autocomplete="off" placeholder="+1 415" error=${tooShort}
        onChange=${(/** @type {any} */ event) => event.target.form.requestSubmit()} />
      <button type="button" class="more-filters" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>Filters</button>
      <${Field} name="day" label="Day (UTC)" type="date" value=${filters.day ?? ""} onChange=${set} />
      <${Choice} name="mode" label="Way" value=${filters.mode ?? ""} onChange=${set} options=${[["", "Any"], ...MODES]} />
      <${Choice} name="outcome" label="Outcome" value=${filters.outcome ?? ""} onChange=${set} options=${[["", "Any"], ...OUTCOMES]} />
      <${Field} name="agent_id" label="Agent" value=${filters.agent_id ?? ""} onChange=${set} autocomplete="off" placeholder="agent_…" />
      <${Field} name="campaign_id" label="Campaign" value=${filters.campaign_id ?? ""} onChange=${set} autocomplete="off" />
      <button class="out-of-sight" tabindex="-1" aria-hidden="true">Search</button>
      ${clear && html`<button type="button" class="quiet" onClick=${clear}>Clear filters</button>`}
    </form>
  `;
}

/** @param {FormDataEntryValue | null} typed */
const digits = (typed) => String(typed ?? "").replace(/[^\d+]/g, "");

const COLUMNS = [
  { title: "Began", cell: (call) => html`<a class="row digits" href=${href(`calls/${call.call_sid}`)}>${moment(call.started_at)}</a>` },
  { title: "With", cell: (call) => other(call) },
  { title: "Our number", kind: "widest", cell: (call) => telephone(sides(call)[1]) || UNKNOWN },
  { title: "Way", kind: "wide", cell: (call) => modeName(call.mode) },
  { title: "Agent", kind: "wider", cell: (call) => call.agent_id ?? UNKNOWN },
  { title: "Length", kind: "number wide", cell: (call) => length(call.duration_s) },
  { title: "Outcome", cell: (call) => html`<${Outcome} call=${call} />` },
];

/** Arrows would say it to those who see; the words are for all. */
function other(call) {
  const [theirs] = sides(call);
  const way = call.direction === "outbound" ? "to" : "from";
  if (!theirs && call.clinical) return html`<span class="tag">patient</span>`;
  return html`<span class="muted">${way}</span> <span class="digits">${telephone(theirs) || "withheld"}</span>`;
}

const Outcome = ({ call }) => html`
  ${!call.is_over && html`<span class="tag live">${stateName(call)}</span> `}
  ${call.trouble.length > 0 && html`<span class="tag warn">${troubleName(call.trouble[0])}${call.trouble.length > 1 ? ` +${call.trouble.length - 1}` : ""}</span> `}
  ${call.is_over && !call.trouble.length && html`<span class="tag ${outcomeTone(call.outcome)}">${capital(plain(call.outcome ?? call.status))}</span>`}
`;
