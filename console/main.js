/** The console begins here: who is signed in, and then the screen of the address. */

import { html, render } from "./lib/html.js";
import { findSession, session } from "./lib/session.js";
import { Shell } from "./parts/shell.js";
import { SignIn } from "./parts/sign_in.js";

function App() {
  if (session.value === undefined) return html`<div class="centred" aria-busy="true"></div>`;
  return session.value ? html`<${Shell} />` : html`<${SignIn} />`;
}

const app = document.getElementById("app");
if (app) {
  void findSession();
  app.replaceChildren();
  render(html`<${App} />`, app);
}
