/** Where the company receives its events. */

import { post, useApi } from "../lib/api.js";
import { EVENT_TYPES } from "../lib/events.js";
import { html, useState } from "../lib/html.js";
import { href } from "../lib/router.js";
import { counted, moment, plain } from "../lib/words.js";
import { Dialog } from "./dialog.js";
import { Field, useForm } from "./form.js";
import { SecretShown } from "./secret.js";
import { Failed, Loading } from "./states.js";

export function Endpoints() {
  const { data, error, again } = useApi("/event-endpoints");
  const [isNew, setNew] = useState(false);
  const [made, setMade] = useState(/** @type {any} */ (null));
  const shown = (/** @type {any} */ endpoint) => {
    setNew(false);
    setMade(endpoint);
    again();
  };
  return html`
    <section class="card" aria-labelledby="endpoints"><div class="card-head"><h2 id="endpoints">Event endpoints</h2><button onClick=${() => setNew(true)}>New endpoint</button></div>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!data && !error && html`<${Loading} what="Loading endpoints" />`}
      ${data?.length === 0 && html`<p class="muted">None yet. An endpoint hears of calls, campaigns and alerts as they happen.</p>`}
      ${data?.length > 0 && html`<ul class="rows">${data.map((/** @type {any} */ endpoint) => html`<${Endpoint} key=${endpoint.endpoint_id} endpoint=${endpoint} />`)}</ul>`}
    </section>
    ${isNew && html`<${NewEndpoint} shown=${shown} onClose=${() => setNew(false)} />`}
    ${made && html`<${SecretShown} title="The secret of its signatures" secret=${made.secret} onClose=${() => setMade(null)}>Events there are signed with it.<//>`}
  `;
}

const Endpoint = ({ endpoint }) => html`<li>
  <div><a href=${href(`settings/endpoints/${endpoint.endpoint_id}`)}>${endpoint.url}</a>
    <p class="hint">${endpoint.types.length ? counted(endpoint.types.length, "type") : "every type"} of event, since ${moment(endpoint.created_at)}</p></div>
  <${EndpointState} endpoint=${endpoint} />
</li>`;

/** @param {{endpoint: any}} props */
export function EndpointState({ endpoint }) {
  if (!endpoint.is_enabled) return html`<span class="tag bad">off${endpoint.disabled_reason ? `: ${plain(endpoint.disabled_reason)}` : ""}</span>`;
  if (endpoint.failing_since) return html`<span class="tag warn">fails since ${moment(endpoint.failing_since)}</span>`;
  return html`<span class="tag good">on</span>`;
}

function NewEndpoint({ shown, onClose }) {
  const { submit, isBusy, errorOf, error } = useForm(async ({ url, ...chosen }) =>
    shown(await post("/event-endpoints", { url: url.trim(), types: EVENT_TYPES.filter((type) => chosen[type]) })));
  return html`
    <${Dialog} title="New endpoint" onClose=${onClose}>
      <form class="stack" onSubmit=${submit} novalidate>
        <${Field} name="url" label="Address" placeholder="https://…" inputmode="url" autocomplete="off" error=${errorOf("url")} />
        <${Types} chosen=${[]} />
        <p class="field-error" role="alert">${error}</p>
        <div class="actions"><button class="main" disabled=${isBusy}>Add the endpoint</button></div>
      </form>
    <//>
  `;
}

/** @param {{chosen: string[]}} props none: every type */
export const Types = ({ chosen }) => html`
  <fieldset><legend>Events <span class="hint">none chosen: all of them</span></legend>
    <div class="choices">${EVENT_TYPES.map((type) => html`<label class="check"><input type="checkbox" name=${type} value="yes" defaultChecked=${chosen.includes(type)} />${type}</label>`)}</div>
  </fieldset>
`;
