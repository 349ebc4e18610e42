/** Routes: what a number does when it is rung, and how one that is on file is written back whole. */

const NOT_WRITTEN = ["destinations"]; // the company's, not the route's

/** @param {string} name */
export const isSecret = (name) => name.startsWith("secret__");

/** Values that the API never shows: each is to be given again when a route is replaced. @param {any} route @returns {string[]} */
export const secretsOf = (route) => Object.keys(route.details.dynamic_variables ?? {}).filter(isSecret);

/** The body that would leave a route as it is. @param {any} route @returns {Record<string, any>} */
export function bodyOfRoute(route) {
  const kept = Object.entries(route.details).filter(([name]) => !NOT_WRITTEN.includes(name));
  return { ...Object.fromEntries(kept), mode: route.mode };
}

/** Who or what answers. @param {any} route */
export const answeredBy = ({ mode, details }) => (["forward"].includes(mode) ? details.forward_to : details.agent_id) ?? "";
