/** The sign-in page. The key goes into a header, once, and is forgotten. */

import { announce } from "../lib/announce.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { reason, signIn } from "../lib/session.js";
import { sentence } from "./states.js";

export function SignIn() {
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    document.title = "Sign in · Trunkline";
    field.current?.focus();
  }, []);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const key = field.current?.value.trim() ?? "";
    if (!key) return refused("Enter your key.");
    setBusy(true);
    setError("");
    try {
      await signIn(key);
      announce("Signed in");
    } catch (failure) {
      refused(words(/** @type {any} */ (failure)));
    }
    setBusy(false);
  };
  const refused = (/** @type {string} */ text) => {
    setError(text);
    field.current?.select();
    field.current?.focus();
  };
  return html`
    <main class="centred">
      <form class="sign-in" onSubmit=${submit}>
        <h1><svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" /><path d="M6 11h20M16 11v15M10.5 16v5M21.5 16v5" /></svg>Trunkline</h1>
        ${reason.value && html`<p class="note" role="status">${reason.value}</p>`}
        <label for="key">Your key</label>
        <input
          id="key" ref=${field} type="password" autocomplete="off" spellcheck=${false} autocapitalize="none"
          placeholder="tk_…" aria-invalid=${Boolean(error)} aria-describedby="key-hint key-error"
        />
        <p id="key-hint" class="hint">Keys are personal: what you open is recorded under your key's label.</p>
        <p id="key-error" class="field-error" role="alert">${error}</p>
        <button class="main" disabled=${isBusy}>${isBusy ? "Signing in …" : "Sign in"}</button>
      </form>
    </main>
  `;
}

/** @param {{status: number, message: string}} failure */
function words(failure) {
  if (failure.status === 401) return "This key is unknown, or has been revoked.";
  return sentence(failure.message);
}
