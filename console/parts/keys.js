/** Keys of the company: one for each person, with the smallest scope that does. */

import { post, remove, useApi } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { session } from "../lib/session.js";
import { moment, wholeMoment } from "../lib/words.js";
import { Confirm, Dialog } from "./dialog.js";
import { Check, Choice, Field, useForm } from "./form.js";
import { SecretShown } from "./secret.js";
import { Failed, Loading } from "./states.js";

/** @type {[string, string][]} */
const SCOPES = [
  ["read", "Read: sees, changes nothing"],
  ["operate", "Operate: places calls, runs campaigns"],
  ["admin", "Admin: keys, routes, endpoints, exports"],
];

export function Keys() {
  const { data, error, again } = useApi("/keys");
  const [asked, setAsked] = useState(/** @type {any} */ (null)); // a key to end, or "new"
  const [made, setMade] = useState(/** @type {any} */ (null));
  const close = () => setAsked(null);
  const shown = (/** @type {any} */ key) => {
    close();
    setMade(key);
    again();
  };
  return html`
    <section class="card" aria-labelledby="keys"><div class="card-head"><h2 id="keys">Keys</h2><button onClick=${() => setAsked("new")}>New key</button></div>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!data && !error && html`<${Loading} what="Loading keys" />`}
      ${data && html`<ul class="rows">${data.map((/** @type {any} */ key) => html`<${Key} key=${key.key_id} held=${key} end=${() => setAsked(key)} />`)}</ul>`}
    </section>
    ${asked === "new" && html`<${NewKey} shown=${shown} onClose=${close} />`}
    ${asked?.key_id && html`<${Confirm} title="End this key?" verb="End it now" onClose=${close} act=${() => remove(`/keys/${asked.key_id}`).then(again)}>
      The key of ${asked.label} is refused from now on, and its sessions end.<//>`}
    ${made && html`<${SecretShown} title=${`The key of ${made.label}`} secret=${made.api_key} onClose=${() => setMade(null)}>Give it to its person, and to no one else.<//>`}
  `;
}

function Key({ held, end }) {
  const isMine = held.key_id === session.value?.key_id;
  return html`<li>
    <div><strong>${held.label}</strong>${isMine && html` <span class="muted">you</span>`}
      <p class="hint">made ${moment(held.created_at)}${held.ends_at ? `, ends ${wholeMoment(held.ends_at)}` : ""}</p></div>
    <span class="tags"><span class="tag">${held.scope}</span>${held.clinical && html`<span class="tag warn">clinical</span>`}</span>
    <button class="quiet" disabled=${isMine} aria-label=${`End the key of ${held.label}`} onClick=${end}>End</button>
  </li>`;
}

function NewKey({ shown, onClose }) {
  const { submit, isBusy, errorOf, error } = useForm(async ({ label, scope, clinical }) =>
    shown(await post("/keys", { label: label.trim(), scope, clinical: Boolean(clinical) })));
  return html`
    <${Dialog} title="New key" onClose=${onClose}>
      <form class="stack" onSubmit=${submit} novalidate>
        <${Field} name="label" label="Whose it is" hint="A person's name, or a name of your choice: the audit log has it." autocomplete="off" maxlength="64" error=${errorOf("label")} />
        <${Choice} name="scope" label="What it may" options=${SCOPES} error=${errorOf("scope")} />
        <${Check} name="clinical" label="Opens what belongs to patients" />
        <p class="field-error" role="alert">${error}</p>
        <div class="actions"><button class="main" disabled=${isBusy}>Make the key</button></div>
      </form>
    <//>
  `;
}
