/** Lists of people for a campaign: a file is put where the API says, read there, and every rejected row is reported. */

import { announce } from "../lib/announce.js";
import { ApiError, get, post, useApi } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { whenDone } from "../lib/jobs.js";
import { counted, moment, number } from "../lib/words.js";
import { Field, useForm } from "./form.js";
import { Icon } from "./icons.js";
import { Failed } from "./states.js";

/** @param {{path: string, isOpen: boolean, changed: () => void}} props */
export function ContactLists({ path, isOpen, changed }) {
  const { data, error, again } = useApi(`${path}/contacts`);
  const done = () => {
    again();
    changed();
  };
  return html`
    <section class="card"><h2>People</h2>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${data?.length > 0 && html`<table class="lines">
        <thead><tr><th scope="col">List</th><th scope="col" class="number">Added</th><th scope="col" class="number">Twice</th><th scope="col" class="number">Rejected</th></tr></thead>
        <tbody>${data.map((/** @type {any} */ list) => html`<${List} key=${list.import_id} list=${list} path=${path} mayRead=${isOpen} />`)}</tbody>
      </table>`}
      ${isOpen ? html`<${Upload} path=${path} done=${done} />` : !data?.length && html`<p class="muted">No list was read.</p>`}
    </section>
  `;
}

function List({ list, path, mayRead }) {
  const state = { waiting: "waits for its file", running: `${Math.round(list.share * 100)} % read`, failed: list.problem }[list.status];
  return html`<tr>
    <td>${moment(list.requested_at)}${state && html`<p class=${list.status === "failed" ? "field-error" : "hint"}>${state}</p>`}</td>
    <td class="number digits">${number(list.added)}</td><td class="number digits">${number(list.merged)}</td>
    <td class="number digits">${list.rejected > 0 && mayRead ? html`<${Report} location=${`${path}/contacts/${list.import_id}`} rejected=${list.rejected} />` : number(list.rejected)}</td>
  </tr>`;
}

/** Links last a quarter of an hour, so one is asked for when it is wanted. */
function Report({ location, rejected }) {
  const [error, setError] = useState("");
  const open = async () => {
    const link = document.createElement("a");
    try {
      link.href = (await get(location)).report_url;
      link.download = "";
      link.click();
    } catch (failure) {
      setError(/** @type {Error} */ (failure).message);
    }
  };
  return html`<button class="quiet" aria-label=${`Rejects, ${counted(rejected, "row")}`} onClick=${open}>${number(rejected)}<${Icon} name="download" /></button>${error && html`<p class="field-error" role="alert">${error}</p>`}`;
}

function Upload({ path, done }) {
  const [state, setState] = useState("");
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const { submit, isBusy, errorOf, error } = useForm(async (values) => {
    const list = await read(path, /** @type {any} */ (values).list, values.default_region, setState, stop.current.signal).finally(() => setState(""));
    if (!list) return;
    done();
    if (list.status === "failed") throw new ApiError(0, list.problem);
    announce(`${counted(list.added, "person").replace("persons", "people")} added, ${counted(list.rejected, "row")} rejected`);
  });
  return html`
    <form class="stack" onSubmit=${submit} novalidate>
      <div class="fields">
        <${Field} name="list" label="Add a list, CSV" type="file" accept=".csv,text/csv" hint="First line: names of columns. phone is needed; time_zone, consent and your own are read, too." />
        <${Field} name="default_region" label="Country of numbers without one" defaultValue="US" maxlength="2" autocomplete="off" error=${errorOf("default_region")} />
      </div>
      <p class="field-error" role="alert">${error}</p>
      <p><button disabled=${isBusy}>${state || "Read the list"}</button></p>
    </form>
  `;
}

/** The three steps of the API: order, put, begin. @returns {Promise<any>} the list, once it is read */
async function read(path, file, region, say, signal) {
  if (!file?.size) throw new ApiError(0, "Choose a file with people in it");
  say("Putting it there …");
  const order = await post(`${path}/contacts`, region ? { default_region: region.toUpperCase() } : {});
  const put = await fetch(order.upload_url, { method: "PUT", body: file, headers: { "Content-Type": "text/csv" }, signal }).catch(() => null);
  if (!put?.ok) throw new ApiError(put?.status ?? 0, "The file could not be put where lists are read. Try again.");
  const location = `${path}/contacts/${order.import_id}`;
  await post(`${location}/begin`);
  return whenDone(location, signal, (list) => {
    say(`Reading … ${Math.round(list.share * 100)} %`);
    return ["done", "failed"].includes(list.status);
  });
}
