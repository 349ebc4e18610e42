/** One number's route: read by all, changed by admins, with the API's own checks. */

import { post, put, remove, useApi } from "../lib/api.js";
import { modeName, telephone } from "../lib/calls.js";
import { html, useState } from "../lib/html.js";
import { go, href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { capital, plain } from "../lib/words.js";
import { Confirm } from "../parts/dialog.js";
import { Findings } from "../parts/findings.js";
import { Field } from "../parts/form.js";
import { Page } from "../parts/page.js";
import { RouteForm } from "../parts/route_form.js";
import { Failed, Loading } from "../parts/states.js";

const BACK = { href: href("numbers"), name: "Numbers" };
const NEW = { number: "", mode: "relay", details: { provider: "elevenlabs", agent_speaks_first: true } };

/** @param {{number: string}} props without its plus; `new` for one to come */
export default function RouteScreen({ number }) {
  return number === "new" ? html`<${New} />` : html`<${Known} number=${`+${number}`} />`;
}

function New() {
  const send = async (/** @type {any} */ body, /** @type {any} */ values) => {
    const made = await post("/routes", { ...body, number: values.number.replace(/[ ().-]/g, "") });
    go(`numbers/${made.number.slice(1)}`);
  };
  return html`
    <${Page} title="New route" back=${BACK}>
      <${RouteForm} route=${NEW} verb="Add the route" send=${send}>
        ${(/** @type {any} */ errorOf) => html`<${Field} name="number" label="Number" inputmode="tel" placeholder="+1 415 555 0123" autocomplete="off" error=${errorOf("number")} />`}
      <//>
    <//>
  `;
}

function Known({ number }) {
  const path = `/routes/${encodeURIComponent(number)}`;
  const { data, error, again } = useApi(path);
  const [isAsked, setAsked] = useState(false);
  if (!data) return html`<${Page} title=${telephone(number)} back=${BACK}>${error ? html`<${Failed} error=${error} again=${again} />` : html`<${Loading} what="Loading the route" />`}<//>`;
  const actions = may("admin") && html`<button class="danger" onClick=${() => setAsked(true)}>Delete the route</button>`;
  return html`
    <${Page} title=${telephone(number)} back=${BACK} lead=${modeName(data.mode)} actions=${actions}>
      ${may("admin") && html`<${Findings} number=${number} />`}
      ${may("admin") ? html`<${RouteForm} key=${JSON.stringify(data)} route=${data} verb="Save" send=${(/** @type {any} */ body) => put(path, body).then(again)} />` : html`<${Settings} route=${data} />`}
      ${isAsked && html`<${Confirm} title="Delete this route?" verb="Delete it" onClose=${() => setAsked(false)} act=${() => remove(path).then(() => go("numbers"))}>
        Callers then hear that the number is not in service.<//>`}
    <//>
  `;
}

const Settings = ({ route }) => html`
  <section class="card"><h2>Settings</h2>
    <dl class="facts">${Object.entries(route.details).map(([name, value]) => html`<dt>${capital(plain(name))}</dt><dd>${typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>`)}</dl>
  </section>
`;
