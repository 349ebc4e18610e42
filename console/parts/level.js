/** How loud a side is, from -60 dBFS to full scale. */

import { html } from "../lib/html.js";

const SILENT_DB = -60;

/** @param {{name: string, tone?: string, level: number}} props `level` in dBFS */
export function Level({ name, tone = "caller", level }) {
  const share = Math.round(100 * Math.min(1, Math.max(0, 1 - level / SILENT_DB)));
  const words = level <= SILENT_DB ? "silent" : `${Math.round(level)} dBFS`;
  return html`
    <div class="level ${tone}">
      <span>${name}</span>
      <div role="meter" aria-label="${name}, level" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${share} aria-valuetext=${words}>
        <i style=${{ width: `${share}%` }}></i>
      </div>
    </div>
  `;
}
