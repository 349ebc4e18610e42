/** Forms: the API checks, and its own sentences stand where they belong. */

import { announce } from "../lib/announce.js";
import { html, useState } from "../lib/html.js";
import { sentence } from "./states.js";

/**
 * A form's state. `send` is given the form's values by name and raises ApiError; fields of the body find their own sentence with `errorOf`.
 * @param {(values: Record<string, string>) => Promise<unknown>} send
 * @param {{done?: string}} [options] `done`: said when it has been done
 */
export function useForm(send, { done = "" } = {}) {
  const [refusal, setRefusal] = useState(/** @type {any} */ (null));
  const [isBusy, setBusy] = useState(false);
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    setBusy(true);
    setRefusal(null);
    try {
      await send(values);
      if (done) announce(done);
    } catch (failure) {
      setRefusal(failure);
      announce(sentence(/** @type {Error} */ (failure).message));
      setTimeout(() => /** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid=true]"))?.focus());
    }
    setBusy(false);
  };
  /** @param {string} name */
  const errorOf = (name) => refusal?.errors?.find((/** @type {any} */ error) => error.loc.slice(1).join(".") === name)?.msg ?? "";
  const hasPlaces = Boolean(refusal?.errors?.length);
  return { submit, isBusy, errorOf, error: refusal && !hasPlaces ? sentence(refusal.message) : "" };
}

/** A labelled control; `children` is the control itself when it is not a line of text. */
export function Field({ name, label, hint, error, children, ...input }) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined;
  const given = { id: name, name, "aria-describedby": described, "aria-invalid": Boolean(error) };
  return html`
    <div class="field">
      <label for=${name}>${label}</label>
      ${children ? children(given) : html`<input ...${given} ...${input} />`}
      ${hint && html`<p id="${name}-hint" class="hint">${hint}</p>`}
      ${error && html`<p id="${name}-error" class="field-error">${sentence(error)}</p>`}
    </div>
  `;
}

/** @param {{name: string, label: string, value?: string, options: [string, string][], onChange?: (event: any) => void, error?: string}} props */
export const Choice = ({ name, label, value, options, onChange, error }) => html`
  <${Field} name=${name} label=${label} error=${error}>
    ${(/** @type {any} */ given) => html`<select ...${given} value=${value} onChange=${onChange}>
      ${options.map(([code, words]) => html`<option value=${code} selected=${code === value}>${words}</option>`)}
    </select>`}
  <//>
`;

/** @param {{name: string, label: string, isOn?: boolean}} props */
export const Check = ({ name, label, isOn = false }) => html`
  <label class="check"><input type="checkbox" name=${name} value="yes" defaultChecked=${isOn} />${label}</label>
`;
