/** A route's settings. The API checks them as a whole, and its sentences stand where they belong; settings that are not here stay as they are. */

import { bodyOf } from "../lib/body.js";
import { MODES } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { bodyOfRoute, isSecret, secretsOf } from "../lib/routes.js";
import { Check, Choice, Field, useForm } from "./form.js";

/** @type {[string, string][]} */
const FALLBACKS = [["", "Says it is sorry"], ["forward", "Forwarded"], ["voicemail", "Voicemail"]];
const WITH_AGENT = ["relay", "register", "converse"];
const CHECKS = ["record", "clinical", "agent_speaks_first", "disclosures.required"];
const TEXTS = ["agent_id", "provider", "forward_to", "greeting", "apology", "welcome", "fallback", "max_duration_s", "disclosures.ai", "disclosures.recording"];

/** @param {{route: any, verb: string, send: (body: any, values: any) => Promise<unknown>, children?: any}} props `children`: fields before the others */
export function RouteForm({ route, verb, send, children }) {
  const [mode, setMode] = useState(route.mode);
  const { submit, isBusy, errorOf, error } = useForm((values) => send(written(route, values), values), { done: "Saved" });
  const { details } = route;
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ value, /** @type {any} */ more = {}) =>
    html`<${Field} name=${name} label=${label} defaultValue=${value ?? ""} error=${errorOf(name)} autocomplete="off" ...${more} />`;
  return html`
    <form class="stack form" onSubmit=${submit} novalidate>
      <section class="card"><h2>Who answers</h2><div class="fields">
        ${children?.(errorOf)}
        <${Choice} name="mode" label="Way" value=${mode} options=${MODES} error=${errorOf("mode")} onChange=${(/** @type {any} */ event) => setMode(event.target.value)} />
        ${WITH_AGENT.includes(mode) && field("agent_id", "Agent", details.agent_id)}
        ${WITH_AGENT.includes(mode) && field("provider", "Provider", details.provider)}
        ${field("forward_to", "Forwarded to", details.forward_to, { inputmode: "tel", placeholder: "+1…" })}
        <${Choice} name="fallback" label="If that fails" value=${details.fallback ?? ""} options=${FALLBACKS} error=${errorOf("fallback")} />
        ${field("max_duration_s", "Longest call, seconds", details.max_duration_s, { inputmode: "numeric" })}
        <${Check} name="agent_speaks_first" label="The agent speaks first" isOn=${details.agent_speaks_first ?? true} />
      </div></section>
      <section class="card"><h2>What is said</h2><div class="fields">
        ${field("disclosures.ai", "That a machine speaks", details.disclosures?.ai)}
        ${field("disclosures.recording", "That the call is recorded", details.disclosures?.recording)}
        ${field("welcome", "Welcome", details.welcome)}
        ${field("greeting", "Before a voicemail", details.greeting)}
        ${field("apology", "When nothing answers", details.apology)}
        <${Check} name="disclosures.required" label="No call without both sentences" isOn=${details.disclosures?.required} />
      </div></section>
      <section class="card"><h2>What is kept</h2><div class="fields">
        <${Check} name="record" label="Record calls" isOn=${details.record} />
        <${Check} name="clinical" label="Callers are patients: words take a clinical key" isOn=${details.clinical} />
        ${secretsOf(route).map((name) => field(`dynamic_variables.${name}`, name, "", { type: "password", hint: "Never shown, so it is needed again.", autocomplete: "off" }))}
      </div></section>
      <p class="field-error" role="alert">${error}</p>
      <div class="actions"><button class="main" disabled=${isBusy}>${verb}</button></div>
    </form>
  `;
}

/** The whole route with what was changed. An emptied text goes back to the API's default. @param {any} route @param {Record<string, string>} values */
function written(route, values) {
  const body = bodyOfRoute(route);
  const typed = bodyOf(Object.fromEntries(Object.entries(values).filter(([name]) => name === "mode" || TEXTS.includes(name))));
  for (const name of TEXTS) if (name in values && !name.includes(".")) delete body[name];
  const turned = bodyOf(Object.fromEntries(CHECKS.map((name) => [name, Boolean(values[name])])));
  const plain = Object.entries(body.dynamic_variables ?? {}).filter(([name]) => !isSecret(name));
  const secrets = secretsOf(route).map((name) => [name, values[`dynamic_variables.${name}`] ?? ""]);
  const missing = secrets.filter(([, value]) => !value).map(([name]) => name);
  if (missing.length) throw new Error(`${missing.join(", ")}: a value is needed, as it is never shown`);
  return {
    ...body,
    ...typed,
    ...turned,
    disclosures: { ...typed.disclosures, ...turned.disclosures },
    dynamic_variables: Object.fromEntries([...plain, ...secrets]),
  };
}
