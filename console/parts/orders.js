/** What may be done with a call that runs: tell its agent something, transfer it, end it. */

import { post, useApi } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { sides, telephone } from "../lib/calls.js";
import { html, useRef, useState } from "../lib/html.js";
import { Confirm } from "./dialog.js";
import { Choice, Field, useForm } from "./form.js";
import { Icon } from "./icons.js";

/** @param {{record: any, path: string}} props */
export function Orders({ record, path }) {
  const [asked, setAsked] = useState("");
  const close = () => setAsked("");
  const whose = telephone(sides(record)[0]) || "This caller";
  return html`
    <section class="card stack" aria-labelledby="orders">
      <h2 id="orders">Steer</h2>
      <${Tell} path=${path} />
      <div class="actions">
        <button onClick=${() => setAsked("transfer")}><${Icon} name="arrow" />Transfer …</button>
        <button class="danger" onClick=${() => setAsked("hang-up")}><${Icon} name="close" />Hang up …</button>
      </div>
      ${asked === "transfer" && html`<${Transfer} record=${record} path=${path} onClose=${close} />`}
      ${asked === "hang-up" && html`<${Confirm} title="Hang up?" verb="Hang up" onClose=${close} act=${() => post(`${path}/hang-up`)}>
        <p>${whose} hears nothing more of the agent; the line is closed at once.</p><//>`}
    </section>
  `;
}

const KINDS = /** @type {[string, string][]} */ ([
  ["context", "As something to know"],
  ["message", "As if the caller had said it"],
]);
/** @type {Record<string, string>} */
const DONE = { context: "The agent knows it.", message: "The agent answers it." };

/** @param {{path: string}} props */
function Tell({ path }) {
  const [done, setDone] = useState("");
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const { submit, isBusy, error, errorOf } = useForm(async ({ kind, text }) => {
    setDone("");
    await post(`${path}/${kind}`, { text });
    /** @type {any} */ (form.current)?.elements.text && (/** @type {any} */ (form.current).elements.text.value = "");
    setDone(DONE[kind]);
    announce(DONE[kind]);
  });
  return html`
    <form class="stack" ref=${form} onSubmit=${submit}>
      <${Field} name="text" label="Tell the agent" error=${errorOf("text")}>
        ${(/** @type {any} */ given) => html`<textarea ...${given} required maxlength="2000" rows="2" placeholder="The invoice was paid this morning."></textarea>`}
      <//>
      <${Choice} name="kind" label="How" options=${KINDS} />
      <div class="actions"><button disabled=${isBusy}><${Icon} name="check" />Tell</button>${done && html`<span class="hint">${done}</span>`}</div>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </form>
  `;
}

/** Only where the route's own rules send calls: its targets by name, or its forwarding number. */
function Transfer({ record, path, onClose }) {
  const { data } = useApi("/routes");
  const fields = useRef(/** @type {HTMLFormElement | null} */ (null));
  const route = data?.find((/** @type {any} */ one) => one.number === sides(record)[1]);
  const named = Object.keys(route?.details.transfer_targets ?? {});
  const targets = /** @type {[string, string][]} */ ([...named.map((name) => [name, name]), ...(route?.details.forward_to ? [["", "The route's forwarding number"]] : [])]);
  const act = () => {
    const values = new FormData(/** @type {HTMLFormElement} */ (fields.current));
    return post(`${path}/transfer`, { whom: values.get("whom") || null, summary: values.get("summary") ?? "" });
  };
  return html`
    <${Confirm} title="Transfer the call?" verb="Transfer" act=${act} onClose=${onClose}>
      <form class="stack" ref=${fields} onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <p>The agent says its last words; then the line belongs to your colleague.</p>
        ${data && !targets.length && html`<p class="note warn">This call's route has no transfer targets.</p>`}
        ${targets.length > 0 && html`<${Choice} name="whom" label="To whom" options=${targets} />`}
        <${Field} name="summary" label="What your colleague should know" hint="Whispered before the caller is connected, where the route does so." autocomplete="off" />
      </form>
    <//>
  `;
}
