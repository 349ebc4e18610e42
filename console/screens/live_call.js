/** A call that runs: its words as they come, and what may be done. */

import { useApi } from "../lib/api.js";
import { modeName, sides, stateName, telephone } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { UNKNOWN, wholeMoment } from "../lib/words.js";
import { Orders } from "../parts/orders.js";
import { Page } from "../parts/page.js";
import { Failed, Loading } from "../parts/states.js";
import { Timeline } from "../parts/timeline.js";
import { Transcript } from "../parts/transcript.js";
import { ENDED, Watching, useWatch } from "../parts/watching.js";

const EVERY_S = 3;
const BACK = { href: href("live"), name: "Live" };

/** @param {{call: string}} props */
export default function LiveCall({ call }) {
  const path = `/calls/${encodeURIComponent(call)}`;
  const [isOver, setOver] = useState(false);
  const { data, error, again } = useApi(path, { every: isOver ? 0 : EVERY_S });
  if (data && ENDED.includes(data.status) !== isOver) setOver(!isOver); // then it is not looked at any more
  const watch = useWatch(path, data, again);
  if (error && !data) return html`<${Page} title="Live call" back=${BACK}><${Failed} error=${error} again=${again} /><//>`;
  if (!data) return html`<${Page} title="Live call" back=${BACK}><${Loading} what="Loading the call" /><//>`;
  return html`
    <${Page} title=${telephone(sides(data)[0]) || "Live call"} back=${BACK} lead=${html`<${Lead} record=${data} isOver=${isOver} />`}>
      <div class="columns">
        <div class="stack">
          ${isOver && html`<p class="note" role="status">The call is over. <a href=${href(`calls/${call}`)}>Recording, quality and cost</a></p>`}
          <${Transcript} path=${path} record=${data} isOver=${isOver} recordings=${null} at=${-1} onSeek=${null} watch=${watch} />
        </div>
        <div class="stack">
          ${!isOver && watch && html`<${Watching} watch=${watch} />`}
          ${!isOver && may("operate") && html`<${Orders} record=${data} path=${path} />`}
          <${Timeline} record=${data} />
        </div>
      </div>
    <//>
  `;
}

const Lead = ({ record, isOver }) => html`
  <span class="tags">
    <span class=${isOver ? "tag" : "tag live"}>${stateName(record)}</span>
    <span>${record.direction === "outbound" ? "called from" : "called"} ${telephone(sides(record)[1]) || UNKNOWN}</span>
    <span>${record.agent_id ?? modeName(record.mode)}</span>
    <span>${wholeMoment(record.started_at)}</span>
  </span>
`;
