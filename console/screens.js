/**
 * The screens, in the order of the navigation. A screen is a line here and a module with a default export: a component that takes the
 * values of its path. `scope` is what a key needs to see it; one without a `name` is reached from others and has its `parent` marked.
 */

/**
 * @typedef {object} Screen
 * @property {string} path as `calls/:call`
 * @property {string} [name]
 * @property {string} [icon] a name of parts/icons.js
 * @property {string} [parent]
 * @property {string} scope
 * @property {() => Promise<any>} module
 */

/** @type {Screen[]} */
export const SCREENS = [
  { path: "calls", name: "Calls", icon: "calls", scope: "read", module: () => import("./screens/calls.js") },
  { path: "calls/:call", parent: "calls", scope: "read", module: () => import("./screens/call.js") },
  { path: "live", name: "Live", icon: "live", scope: "read", module: () => import("./screens/live.js") },
  { path: "live/:call", parent: "live", scope: "read", module: () => import("./screens/live_call.js") },
  { path: "talk", name: "Talk", icon: "mic", scope: "operate", module: () => import("./screens/talk.js") },
];

export const FIRST = "calls";
