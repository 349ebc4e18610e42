/** Assessments of a patient's calls: each with every rule that fired, and the statement that belongs to it. */

import { html } from "../lib/html.js";
import { levelName, levelTone, measureName, rounded } from "../lib/patients.js";
import { href } from "../lib/router.js";
import { capital, plain, wholeMoment } from "../lib/words.js";

/** @param {{assessment: any, isOpen: boolean}} props */
export const Assessment = ({ assessment, isOpen }) => html`
  <details class="card assessment" open=${isOpen}>
    <summary><span class="tag ${levelTone(assessment.level)}">${levelName(assessment.level)}</span> ${wholeMoment(assessment.at)} <span class="muted">index ${assessment.risk.overallRisk}</span></summary>
    <div class="stack">
      <p><strong>${assessment.action}</strong></p>
      ${assessment.risk.recommendations.length > 0 && html`<ul class="listed">${assessment.risk.recommendations.map((/** @type {string} */ words) => html`<li>${words}</li>`)}</ul>`}
      <${Findings} findings=${assessment.findings} />
      <dl class="facts">${facts(assessment).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      <p class="hint">${assessment.statement}</p>
      <p><a href=${href(`calls/${assessment.call_id}`)}>The call</a></p>
    </div>
  </details>
`;

/** @param {{findings: any[]}} props */
function Findings({ findings }) {
  if (!findings.length) return html`<p class="muted">No rule fired.</p>`;
  return html`
    <div class="scrolls" tabindex="0" role="group" aria-label="Rules that fired"><table class="lines">
      <thead><tr><th scope="col">Rule</th><th scope="col">About</th><th scope="col">Found</th><th scope="col">Usual</th><th scope="col" class="number">Points</th><th scope="col">Source</th></tr></thead>
      <tbody>${findings.map((finding) => html`<tr>
        <td><code>${finding.rule_id}</code></td><td>${measureName(finding.item)}</td><td>${found(finding.value)}</td>
        <td class="muted">${finding.baseline ? `${rounded(finding.baseline.median)}, z ${rounded(finding.baseline.z)}` : ""}</td>
        <td class="number digits">${rounded(finding.points)}${finding.cap ? ` of ${finding.cap}` : ""}</td><td class="muted">${finding.source}</td>
      </tr>`)}</tbody>
    </table></div>
  `;
}

/** @param {string | number | null} value */
const found = (value) => (value === null ? "—" : typeof value === "number" ? rounded(value) : capital(plain(value)));

/** @param {any} assessment @returns {[string, any][]} */
function facts(assessment) {
  /** @type {[string, any][]} */
  const known = [
    ["Symptoms", `${rounded(assessment.symptom_points)} points, ${share(assessment.symptom_coverage)} answered`],
    ["Voice", `${rounded(assessment.voice_points)} points, ${plain(assessment.voice_status)}`],
    ["Raised by", assessment.floors.join(", ")],
    ["Repeat", assessment.recheck ? "Record the voice again within two days" : ""],
    ["Protocol", [assessment.protocol, assessment.engine].filter(Boolean).join(", ")],
  ];
  return known.filter(([, value]) => value);
}

/** @param {number} part */
const share = (part) => `${Math.round(part * 100)} %`;
