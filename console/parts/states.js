/** What stands in the place of content: it comes, it failed, there is none. */

import { html } from "../lib/html.js";
import { Icon } from "./icons.js";

export const Loading = ({ what = "Loading" }) => html`
  <div class="loading" role="status"><span class="out-of-sight">${what} …</span><i></i><i></i><i></i></div>
`;

/** @param {{error: Error, again?: () => void}} props */
export const Failed = ({ error, again }) => html`
  <div class="note bad" role="alert">
    <${Icon} name="alert" />
    <p>${sentence(error.message)}</p>
    ${again && html`<button class="quiet" onClick=${again}>Try again</button>`}
  </div>
`;

export const Empty = ({ title, children }) => html`
  <div class="empty"><p class="empty-title">${title}</p>${children && html`<p>${children}</p>`}</div>
`;

/** The API's words with a capital and a full stop. @param {string} text */
export const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
