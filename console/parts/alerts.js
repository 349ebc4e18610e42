/** Alerts of patients: each waits for a person, by whose key's label it is acknowledged. */

import { post } from "../lib/api.js";
import { html } from "../lib/html.js";
import { levelName, levelTone } from "../lib/patients.js";
import { href } from "../lib/router.js";
import { may } from "../lib/session.js";
import { counted, moment } from "../lib/words.js";
import { useAct } from "./act.js";

/** @param {{alerts: any[], nameOf?: (patient: string) => string, changed: () => void}} props `nameOf`: where patients are not named already */
export const Alerts = ({ alerts, nameOf, changed }) => html`
  <ul class="rows">${alerts.map((alert) => html`<${Alert} key=${alert.alert_id} alert=${alert} nameOf=${nameOf} changed=${changed} />`)}</ul>
`;

function Alert({ alert, nameOf, changed }) {
  const { act, isBusy, error } = useAct();
  const path = `/patients/${encodeURIComponent(alert.patient_id)}/alerts/${encodeURIComponent(alert.alert_id)}/acknowledge`;
  const name = nameOf?.(alert.patient_id);
  return html`<li>
    <span class="tag ${levelTone(alert.level)}">${levelName(alert.level)}</span>
    <div>
      ${nameOf && html`<a href=${href(`patients/${alert.patient_id}`)}>${name}</a> `}
      ${alert.kind === "technical" ? "A call that failed" : "An assessment"}, ${moment(alert.raised_at)}
      <p class="hint">${acted(alert)}</p>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </div>
    ${!alert.acknowledged_at && may("operate, clinical") && html`<button disabled=${isBusy} aria-label=${name ? `Acknowledge, ${name}` : undefined}
      onClick=${() => act(() => post(path), "Acknowledged", changed)}>Acknowledge</button>`}
  </li>`;
}

/** @param {any} alert */
function acted(alert) {
  const notes = [`Sent ${counted(alert.notices, "time")}`];
  if (alert.contacts_tried > 0) notes.push(`${counted(alert.contacts_tried, "contact")} tried`);
  if (alert.reached_by) notes.push(`reached by ${alert.reached_by}`);
  if (alert.acknowledged_at) notes.push(`acknowledged by ${alert.acknowledged_by}, ${moment(alert.acknowledged_at)}`);
  return notes.join(" · ");
}
