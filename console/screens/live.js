/** The calls that run now. */

import { useApi } from "../lib/api.js";
import { modeName, sides, stateName, telephone } from "../lib/calls.js";
import { html, useEffect, useState } from "../lib/html.js";
import { href } from "../lib/router.js";
import { UNKNOWN, counted, length } from "../lib/words.js";
import { Page } from "../parts/page.js";
import { Empty, Failed, Loading } from "../parts/states.js";
import { Table } from "../parts/table.js";

const EVERY_S = 3;

export default function Live() {
  const { data, error, again } = useApi("/calls?live=true&page_size=100", { every: EVERY_S });
  useSeconds();
  return html`
    <${Page} title="Live" lead=${data ? `${counted(data.calls.length, "call")}${data.has_more ? " and more" : ""}, looked at every ${EVERY_S} seconds.` : ""}>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!data && !error && html`<${Loading} what="Loading the live calls" />`}
      ${data && html`<${Table} caption="Live calls" noun="call" columns=${COLUMNS} rows=${data.calls} keyOf=${(/** @type {any} */ call) => call.call_sid}
        empty=${html`<${Empty} title="No call is running">A call is here as soon as it rings. <a href=${href("calls")}>Calls of the past</a><//>`} />`}
    <//>
  `;
}

/** Renders once a second, for the time that passes. */
function useSeconds() {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}

/** @param {any} call */
const seconds = (call) => (call.started_at ? (Date.now() - Date.parse(call.started_at)) / 1000 : null);

/** @type {import("../parts/table.js").Column[]} */
const COLUMNS = [
  { title: "Other side", cell: (call) => html`<a class="row" href=${href(`live/${call.call_sid}`)}>${call.direction === "outbound" ? "to " : ""}${telephone(sides(call)[0]) || "withheld"}</a>` },
  { title: "State", cell: (call) => html`<span class="tag live">${stateName(call)}</span>` },
  { title: "For", kind: "number", cell: (call) => html`<span class="digits">${length(seconds(call))}</span>` },
  { title: "Our number", kind: "wide", cell: (call) => html`<span class="digits">${telephone(sides(call)[1]) || UNKNOWN}</span>` },
  { title: "Agent", kind: "wide", cell: (call) => call.agent_id ?? UNKNOWN },
  { title: "Way", kind: "wider", cell: (call) => modeName(call.mode) },
];
