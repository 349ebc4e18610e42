/** A new campaign: a draft, which calls no one before it is started. What is left empty is as the API has it. */

import { post, useApi } from "../lib/api.js";
import { bodyOf, listOf } from "../lib/body.js";
import { CHANNELS } from "../lib/campaigns.js";
import { telephone } from "../lib/calls.js";
import { html, useRef, useState } from "../lib/html.js";
import { go, href } from "../lib/router.js";
import { Check, Choice, Field, useForm } from "../parts/form.js";
import { Page } from "../parts/page.js";

const BACK = { href: href("campaigns"), name: "Campaigns" };

export default function NewCampaign() {
  const [channel, setChannel] = useState("relay");
  const once = useRef(crypto.randomUUID()); // repeated after a lost answer, the request makes no second campaign
  const { submit, isBusy, errorOf, error } = useForm(async (values) => {
    const made = await post("/campaigns", wanted(values), { "Idempotency-Key": once.current }).catch((failure) => {
      if (failure.status) once.current = crypto.randomUUID(); // refused: the next attempt says something else
      throw failure;
    });
    go(`campaigns/${made.campaign_id}`);
  });
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ more = {}) =>
    html`<${Field} name=${name} label=${label} error=${errorOf(name)} autocomplete="off" ...${more} />`;
  const isSpoken = channel === "voice";
  return html`
    <${Page} title="New campaign" back=${BACK} lead="A draft: it calls no one before you start it.">
      <form class="stack form" onSubmit=${submit} novalidate>
        <section class="card"><h2>Who calls</h2><div class="fields">
          ${field("name", "Name", { hint: "For you and your colleagues.", maxlength: 100 })}
          <${Choice} name="channel" label="Who speaks" value=${channel} options=${CHANNELS} error=${errorOf("channel")}
            onChange=${(/** @type {any} */ event) => setChannel(event.target.value)} />
          <${From} error=${errorOf("from_number")} />
          ${!isSpoken && field("agent_id", "Agent", { placeholder: "agent_…" })}
          ${channel === "provider" && field("phone_number_id", "The number's id at the provider")}
          ${isSpoken && field("voice_id", "Voice")}
          ${isSpoken && html`<${Field} name="text" label="Text" error=${errorOf("text")} hint="{{first_name}} stands for a column of the list.">
            ${(/** @type {any} */ given) => html`<textarea ...${given}></textarea>`}<//>`}
          ${isSpoken && field("opt_out_key", "Key that ends calls for good", { maxlength: 1, inputmode: "numeric" })}
        </div></section>
        <section class="card"><h2>When, and how many</h2><div class="fields">
          ${field("window.opens", "Not before", { type: "time", defaultValue: "09:00", hint: "In each person's own time." })}
          ${field("window.closes", "Not after", { type: "time", defaultValue: "20:00", hint: "The law may narrow both." })}
          ${field("pacing.calls_per_second", "Calls a second", { inputmode: "decimal", placeholder: "1" })}
          ${field("pacing.live_calls", "Calls at once", { inputmode: "numeric", placeholder: "10" })}
          ${field("budget_usd", "Budget, USD", { inputmode: "decimal", hint: "It pauses once this is spent.", placeholder: "none" })}
          ${field("destinations", "Countries and states", { placeholder: "US, CA" })}
        </div></section>
        <section class="card"><h2>What the law wants</h2><div class="fields">
          ${field("disclosures.ai", "That a machine speaks", { hint: "Said first. Empty: as the number's route has it." })}
          ${field("disclosures.recording", "That the call is recorded", { hint: "Said next." })}
          <${Check} name="needs_consent" label="Call only people whose consent is on file" isOn=${true} />
          <${Check} name="clinical" label="These calls are patients': words take a clinical key" />
        </div></section>
        <p class="field-error" role="alert">${error}</p>
        <div class="actions"><button class="main" disabled=${isBusy}>Create the draft</button></div>
      </form>
    <//>
  `;
}

/** @param {Record<string, string>} values */
function wanted({ destinations, needs_consent, clinical, ...values }) {
  const regions = listOf(destinations?.toUpperCase());
  return {
    ...bodyOf({ ...values, name: values.name?.trim() }),
    ...(regions.length ? { destinations: regions } : {}),
    needs_consent: Boolean(needs_consent),
    clinical: Boolean(clinical),
  };
}

/** The company's own numbers; the API refuses others. */
function From({ error }) {
  const { data } = useApi("/routes");
  const numbers = (data ?? []).map((/** @type {any} */ route) => [route.number, telephone(route.number)]);
  return html`<${Choice} name="from_number" label="Number that people see" options=${numbers} error=${error} />`;
}
