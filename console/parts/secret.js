/** A secret that is shown this once: in the page as long as its dialog is open, and nowhere afterwards. */

import { html, useState } from "../lib/html.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icons.js";

/** @param {{title: string, secret: string, onClose: () => void, children?: any}} props */
export function SecretShown({ title, secret, onClose, children }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(secret).then(() => setCopied(true));
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <div class="stack">
        <p>${children} It is shown this once.</p>
        <pre tabindex="0" aria-label=${title}>${secret}</pre>
      </div>
      <footer>
        <button type="button" onClick=${copy}><${Icon} name=${isCopied ? "check" : "copy"} />${isCopied ? "Copied" : "Copy"}</button>
        <button type="button" class="main" onClick=${onClose}>I have it</button>
      </footer>
    <//>
  `;
}
