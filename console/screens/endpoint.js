/** One event endpoint: its log of deliveries, each of which can be sent again. */

import { get, patch, post, query, remove, useApi } from "../lib/api.js";
import { EVENT_TYPES, deliveryTone } from "../lib/events.js";
import { html, useState } from "../lib/html.js";
import { go, href } from "../lib/router.js";
import { UNKNOWN, capital, delay, moment, wholeMoment } from "../lib/words.js";
import { useAct } from "../parts/act.js";
import { Confirm, Dialog } from "../parts/dialog.js";
import { EndpointState, Types } from "../parts/endpoints.js";
import { useForm } from "../parts/form.js";
import { Icon } from "../parts/icons.js";
import { Page } from "../parts/page.js";
import { SecretShown } from "../parts/secret.js";
import { Empty, Failed, Loading } from "../parts/states.js";
import { Table, usePages } from "../parts/table.js";

const BACK = { href: href("settings"), name: "Settings" };

/** @param {{endpoint: string}} props */
export default function Endpoint({ endpoint }) {
  const path = `/event-endpoints/${encodeURIComponent(endpoint)}`;
  const { data, error, again } = useApi(path);
  const [round, setRound] = useState(0);
  const lookAgain = () => setRound(round + 1);
  if (!data) return html`<${Page} title="Event endpoint" back=${BACK}>${error ? html`<${Failed} error=${error} again=${again} />` : html`<${Loading} what="Loading the endpoint" />`}<//>`;
  return html`
    <${Page} title="Event endpoint" back=${BACK} lead=${html`<span class="tags"><${EndpointState} endpoint=${data} /><span>${data.url}</span></span>`}
      actions=${html`<${Orders} endpoint=${data} path=${path} changed=${again} sent=${lookAgain} />`}>
      <${Deliveries} path=${path} round=${round} again=${lookAgain} />
    <//>
  `;
}

function Orders({ endpoint, path, changed, sent }) {
  const { act, isBusy, error } = useAct();
  const [asked, setAsked] = useState("");
  const [secret, setSecret] = useState("");
  const close = () => setAsked("");
  const rotate = () => post(`${path}/rotate`).then((made) => setSecret(made.secret));
  const turn = () => act(() => patch(path, { is_enabled: !endpoint.is_enabled }), endpoint.is_enabled ? "Off" : "On", changed);
  return html`
    ${error && html`<p class="field-error" role="alert">${error}</p>`}
    <button class="main" disabled=${isBusy} onClick=${() => act(() => post(`${path}/test`), "A test is on its way", sent)}>Send a test</button>
    <button onClick=${() => setAsked("types")}>Choose events</button>
    <button disabled=${isBusy} onClick=${turn}>${endpoint.is_enabled ? "Turn off" : "Turn on"}</button>
    <button disabled=${isBusy} onClick=${() => act(rotate, "There is a new secret")}>New secret</button>
    <button class="danger" onClick=${() => setAsked("delete")}>Delete</button>
    ${asked === "types" && html`<${ChooseTypes} endpoint=${endpoint} path=${path} changed=${changed} onClose=${close} />`}
    ${asked === "delete" && html`<${Confirm} title="Delete this endpoint?" verb="Delete it" onClose=${close} act=${() => remove(path).then(() => go("settings"))}>Nothing is sent there any more.<//>`}
    ${secret && html`<${SecretShown} title="The new secret" secret=${secret} onClose=${() => setSecret("")}>The one before signs beside it for a day.<//>`}
  `;
}

function ChooseTypes({ endpoint, path, changed, onClose }) {
  const { submit, isBusy, error } = useForm(async (chosen) => {
    await patch(path, { types: EVENT_TYPES.filter((type) => chosen[type]) });
    changed();
    onClose();
  });
  return html`<${Dialog} title="Events for this endpoint" onClose=${onClose}>
    <form class="stack" onSubmit=${submit}>
      <${Types} chosen=${endpoint.types} />
      <p class="field-error" role="alert">${error}</p>
      <div class="actions"><button class="main" disabled=${isBusy}>Save</button></div>
    </form>
  <//>`;
}

function Deliveries({ path, round, again }) {
  const pages = usePages(`${path} ${round}`, async (before, signal) => {
    const found = await get(`${path}/deliveries${query({ before })}`, signal);
    return { rows: found.deliveries, next: found.next };
  });
  const [chosen, setChosen] = useState(/** @type {any} */ (null));
  return html`
    <div class="card-head"><h2>Deliveries</h2><button class="quiet" onClick=${again}><${Icon} name="refresh" />Look again</button></div>
    <${Table} caption="Deliveries, newest first" noun="event" columns=${columns(setChosen)} keyOf=${(/** @type {any} */ item) => item.delivery_id} ...${pages}
      empty=${html`<${Empty} title="Nothing was sent yet">The log goes back thirty days.<//>`} />
    ${chosen && html`<${Delivery} delivery=${chosen} path=${path} onClose=${() => setChosen(null)} again=${again} />`}
  `;
}

/** @param {(delivery: any) => void} choose */
const columns = (choose) => [
  { title: "At", cell: (/** @type {any} */ item) => html`<span class="digits">${moment(item.created_at)}</span>` },
  { title: "State", cell: (/** @type {any} */ item) => html`<span class="tag ${deliveryTone(item.state)}">${capital(item.state)}</span>` },
  { title: "Event", cell: (/** @type {any} */ item) => item.type },
  { title: "Attempts", kind: "number wide", cell: (/** @type {any} */ item) => item.attempts.length },
  { title: "Last answer", kind: "wide", cell: (/** @type {any} */ item) => answer(item.attempts.at(-1)) },
  { title: "Log", cell: (/** @type {any} */ item) => html`<button class="quiet" aria-label=${`Log of ${item.type}, ${moment(item.created_at)}`} onClick=${() => choose(item)}>Log</button>` },
];

/** @param {any} attempt */
const answer = (attempt) => (!attempt ? UNKNOWN : attempt.status ? `${attempt.status}${attempt.error ? `, ${attempt.error}` : ""}` : attempt.error || "no answer");

function Delivery({ delivery, path, onClose, again }) {
  const { act, isBusy, error } = useAct();
  const resend = () => act(() => post(`${path}/deliveries/${encodeURIComponent(delivery.delivery_id)}/resend`), "It is sent again", () => {
    onClose();
    again();
  });
  return html`<${Dialog} title=${delivery.type} onClose=${onClose}>
    <div class="stack">
      <dl class="facts"><dt>State</dt><dd>${delivery.state}</dd><dt>Event</dt><dd><code>${delivery.event_id}</code></dd>
        ${delivery.due_at && html`<dt>Next</dt><dd>${wholeMoment(delivery.due_at)}</dd>`}</dl>
      ${delivery.attempts.length > 0 && html`<table class="lines">
        <thead><tr><th scope="col">Attempt</th><th scope="col">Answer</th><th scope="col" class="number">Took</th></tr></thead>
        <tbody>${delivery.attempts.map((/** @type {any} */ attempt) => html`<tr><td>${moment(attempt.at)}</td><td>${answer(attempt)}</td><td class="number digits">${delay(attempt.took_ms)}</td></tr>`)}</tbody>
      </table>`}
      <p class="field-error" role="alert">${error}</p>
    </div>
    <footer><button type="button" class="main" disabled=${isBusy} onClick=${resend}>Send it again</button></footer>
  <//>`;
}
