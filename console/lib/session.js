/** Who is signed in. The key is in the page only while it is sent. */

import { request, whenSignedOut } from "./api.js";
import { signal } from "./html.js";

const SCOPES = ["read", "operate", "admin"];

/** @typedef {{company_id: string, key_id: string, label: string, scope: string, clinical: boolean, ends_at: string}} Session */

/** undefined: not known yet; null: no one. */
export const session = signal(/** @type {Session | null | undefined} */ (undefined));

/** Why the sign-in page is there, when it is not the first thing seen. */
export const reason = signal("");

whenSignedOut(() => {
  if (session.value) reason.value = "Your session has ended. Sign in again.";
  session.value = null;
});

/** Asks who the cookie belongs to. A page that cannot ask says so. */
export async function findSession() {
  try {
    session.value = (await request("GET", "/sessions/current")).data;
  } catch (error) {
    session.value = null;
    if (/** @type {any} */ (error).status !== 401) reason.value = /** @type {Error} */ (error).message;
  }
}

/** @param {string} key Throws ApiError. */
export async function signIn(key) {
  const made = await request("POST", "/sessions", { key });
  reason.value = "";
  session.value = made.data;
}

export async function signOut() {
  try {
    await request("DELETE", "/sessions/current");
  } finally {
    reason.value = "";
    session.value = null;
  }
}

/** Whether the session may: `read`, `operate`, `admin`, and `clinical` beside them. @param {string} wanted as in "admin, clinical" */
export function may(wanted) {
  const [scope, clinical] = wanted.split(", ");
  const mine = session.value;
  if (!mine || (clinical && !mine.clinical)) return false;
  return SCOPES.indexOf(mine.scope) >= SCOPES.indexOf(scope);
}
