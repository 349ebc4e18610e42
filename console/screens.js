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
  { path: "campaigns", name: "Campaigns", icon: "campaigns", scope: "read", module: () => import("./screens/campaigns.js") },
  { path: "campaigns/new", parent: "campaigns", scope: "operate", module: () => import("./screens/new_campaign.js") },
  { path: "campaigns/:campaign", parent: "campaigns", scope: "read", module: () => import("./screens/campaign.js") },
  { path: "patients", name: "Patients", icon: "patients", scope: "read, clinical", module: () => import("./screens/patients.js") },
  { path: "patients/:patient", parent: "patients", scope: "read, clinical", module: () => import("./screens/patient.js") },
  { path: "numbers", name: "Numbers", icon: "numbers", scope: "read", module: () => import("./screens/numbers.js") },
  { path: "numbers/:number", parent: "numbers", scope: "read", module: () => import("./screens/route.js") },
  { path: "health", name: "Health", icon: "health", scope: "read", module: () => import("./screens/health.js") },
  { path: "costs", name: "Costs", icon: "costs", scope: "read", module: () => import("./screens/costs.js") },
  { path: "settings", name: "Settings", icon: "settings", scope: "read", module: () => import("./screens/settings.js") },
  { path: "settings/endpoints/:endpoint", parent: "settings", scope: "admin", module: () => import("./screens/endpoint.js") },
  { path: "audit", name: "Audit", icon: "audit", scope: "admin, clinical", module: () => import("./screens/audit.js") },
];

export const FIRST = "calls";
