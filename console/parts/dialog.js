/** A dialog: the browser's own, which keeps the focus inside. */

import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Icon } from "./icons.js";
import { sentence } from "./states.js";

/** @param {{title: string, onClose: () => void, children?: any}} props */
export function Dialog({ title, onClose, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const [shown, before] = [dialog.current, /** @type {HTMLElement | null} */ (document.activeElement)];
    shown?.showModal();
    return () => {
      shown?.close();
      before?.focus(); // by then the dialog has left the document, and the browser gives nothing back
    };
  }, []);
  const closed = (/** @type {Event} */ event) => event.target === dialog.current && onClose();
  return html`
    <dialog ref=${dialog} aria-labelledby="dialog-title" onCancel=${closed} onClose=${closed}>
      <header>
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="quiet" onClick=${onClose}><${Icon} name="close" /><span class="out-of-sight">Close</span></button>
      </header>
      ${children}
    </dialog>
  `;
}

/**
 * Asks before something that cannot be undone. `act` is done while the dialog is open; its refusal is shown there.
 * @param {{title: string, verb: string, act: () => Promise<unknown>, onClose: () => void, children?: any}} props
 */
export function Confirm({ title, verb, act, onClose, children }) {
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await act();
      onClose();
    } catch (failure) {
      setError(sentence(/** @type {Error} */ (failure).message));
      setBusy(false);
    }
  };
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <div class="dialog-text">${children}</div>
      <p class="field-error" role="alert">${error}</p>
      <footer>
        <button type="button" onClick=${onClose}>Cancel</button>
        <button type="button" class="danger" disabled=${isBusy} onClick=${go}>${verb}</button>
      </footer>
    <//>
  `;
}
