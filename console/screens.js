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
];

export const FIRST = "calls";
