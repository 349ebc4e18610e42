/** Whether calls to a number arrive: what the carrier and the voice provider say of it now. For admin keys. */

import { useApi } from "../lib/api.js";
import { telephone } from "../lib/calls.js";
import { html } from "../lib/html.js";
import { Failed, Loading, sentence } from "./states.js";

/** @type {Record<string, [string, string]>} */
const STATES = { good: ["good", "Good"], bad: ["bad", "To mend"], unknown: ["warn", "Not known"] };

/** @param {{number?: string}} props one number's, else those of all */
export function Findings({ number }) {
  const { data, error, again } = useApi("/phone-numbers/findings");
  const found = (data ?? []).filter((/** @type {any} */ item) => !number || item.number === number);
  if (data && found.length === 0) return null;
  return html`
    <section class="card" aria-labelledby="set-up">
      <div class="card-head"><h2 id="set-up">Set-up</h2><button class="quiet" onClick=${again}>Look again</button></div>
      <p class="muted">Whether the carrier sends calls here, and whether the agent is there and speaks what a telephone needs.</p>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${!data && !error && html`<${Loading} what="Asking the carrier and the voice provider" />`}
      ${data && html`<div class="scrolls" tabindex="0" role="group" aria-label="Findings"><table class="lines">
        <thead><tr>${!number && html`<th scope="col">Number</th>`}<th scope="col">Where</th><th scope="col">State</th><th scope="col">What was found</th></tr></thead>
        <tbody>${found.flatMap((/** @type {any} */ item) => item.findings.map((/** @type {any} */ finding) => html`<${Line} item=${item} finding=${finding} withNumber=${!number} />`))}</tbody>
      </table></div>`}
    </section>
  `;
}

function Line({ item, finding, withNumber }) {
  const [kind, name] = STATES[finding.state] ?? STATES.unknown;
  return html`<tr>
    ${withNumber && html`<td class="digits">${telephone(item.number)}</td>`}
    <td>${finding.about}</td>
    <td><span class="tag ${kind}">${name}</span></td>
    <td>${sentence(finding.says)} ${finding.how && html`<span class="muted">${sentence(finding.how)}</span>`}</td>
  </tr>`;
}
