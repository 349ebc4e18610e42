/** The frame around every screen: navigation by scope, who is signed in, and the screen of the address, loaded when opened. */

import { Component, html, useEffect, useState } from "../lib/html.js";
import { href, matched, place } from "../lib/router.js";
import { may, session, signOut } from "../lib/session.js";
import { FIRST, SCREENS } from "../screens.js";
import { Icon } from "./icons.js";
import { Empty, Failed, Loading } from "./states.js";

export function Shell() {
  const path = place.value.path || FIRST;
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    setOpen(false);
    window.scrollTo(0, 0);
  }, [path]);
  const found = screenAt(path);
  const marked = found && (found.screen.parent ?? found.screen.path);
  const close = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && setOpen(false);
  return html`
    <div class="shell">
    <button class="skip" onClick=${toContent}>Skip to content</button>
    <header class="bar" onKeyDown=${close}>
      <a class="brand" href=${href(FIRST)}><${Mark} />Trunkline</a>
      <button class="menu" aria-expanded=${isOpen} aria-controls="navigation" onClick=${() => setOpen(!isOpen)}>
        <${Icon} name=${isOpen ? "close" : "menu"} /><span class="out-of-sight">Menu</span>
      </button>
      <div id="navigation" class=${isOpen ? "side open" : "side"}>
        <nav aria-label="Screens"><${Links} marked=${marked} /></nav>
        <${Who} />
      </div>
    </header>
    <main id="main" tabindex="-1">
      ${found ? html`<${Opened} key=${path} ...${found} />` : html`<${Empty} title="There is no such page">
        <a href=${href(FIRST)}>To the calls</a><//>`}
    </main>
    </div>
  `;
}

const toContent = () => document.getElementById("main")?.focus();

const Mark = () => html`
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" /><path d="M6 11h20M16 11v15M10.5 16v5M21.5 16v5" />
  </svg>
`;

/** @param {{marked: string | undefined}} props */
const Links = ({ marked }) => html`
  <ul>
    ${SCREENS.filter((screen) => screen.name && may(screen.scope)).map(
      (screen) => html`<li>
        <a href=${href(screen.path)} aria-current=${screen.path === marked ? "page" : undefined}>
          <${Icon} name=${screen.icon} />${screen.name}
        </a>
      </li>`,
    )}
  </ul>
`;

const Who = () => html`
  <div class="who">
    <p><strong>${session.value?.label}</strong><span>${session.value?.company_id} · ${scopes()}</span></p>
    <button class="quiet" onClick=${signOut}><${Icon} name="signout" />Sign out</button>
  </div>
`;

const scopes = () => [session.value?.scope, session.value?.clinical && "clinical"].filter(Boolean).join(", ");

/** @param {string} path */
function screenAt(path) {
  for (const screen of SCREENS) {
    const values = matched(screen.path, path);
    if (values) return { screen, values };
  }
  return null;
}

/** A screen's module, loaded; its component, given the values of the path. */
function Opened({ screen, values }) {
  const [state, setState] = useState(/** @type {any} */ ({}));
  useEffect(() => {
    let isGone = false;
    screen
      .module()
      .then((/** @type {any} */ module) => !isGone && setState({ Shown: module.default }))
      .catch((/** @type {Error} */ error) => !isGone && setState({ error }));
    return () => void (isGone = true);
  }, [screen]);
  if (!may(screen.scope)) return html`<${Empty} title="Your key may not see this">It takes a key with scope ${screen.scope}.<//>`;
  if (state.error) return html`<${Failed} error=${new Error("This page could not be loaded")} again=${reload} />`;
  if (!state.Shown) return html`<${Loading} />`;
  return html`<${Guard}><${state.Shown} ...${values} /><//>`;
}

const reload = () => location.reload();

/** A fault of one screen leaves the others standing. */
class Guard extends Component {
  /** @param {Error} error */
  componentDidCatch(error) {
    console.error(error);
    this.setState({ hasFailed: true });
  }

  render() {
    const failed = /** @type {any} */ (this.state).hasFailed;
    return failed ? html`<${Failed} error=${new Error("This page failed. Its fault is in the browser's log.")} again=${reload} />` : this.props.children;
  }
}
