/** The frame of a screen: its title, what can be done there, and the reader's place when it opens. */

import { html, useEffect, useRef } from "../lib/html.js";

/** @param {{title: string, lead?: any, back?: {href: string, name: string}, actions?: any, children?: any}} props */
export function Page({ title, lead, back, actions, children }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => void (document.title = `${title} · Trunkline`), [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return html`
    <header class="page-head">
      <div>
        ${back && html`<a class="back" href=${back.href}>${back.name}</a>`}
        <h1 ref=${heading} tabindex="-1">${title}</h1>
        ${lead && html`<p class="lead">${lead}</p>`}
      </div>
      ${actions && html`<div class="actions">${actions}</div>`}
    </header>
    ${children}
  `;
}
