/** Settings: who holds keys, where events go, and who must not be called. */

import { html } from "../lib/html.js";
import { may } from "../lib/session.js";
import { Endpoints } from "../parts/endpoints.js";
import { Keys } from "../parts/keys.js";
import { Page } from "../parts/page.js";
import { StopList } from "../parts/stop_list.js";

export default function Settings() {
  return html`
    <${Page} title="Settings">
      <div class="stack">
        ${may("admin") && html`<div class="columns even"><${Keys} /><${Endpoints} /></div>`}
        <${StopList} />
      </div>
    <//>
  `;
}
