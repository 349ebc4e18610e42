/** Icons: strokes on a grid of 24, drawn in the colour of the text. They never speak for themselves: words stand beside them. */

import { html } from "../lib/html.js";

/** @type {Record<string, string>} */
const PATHS = {
  alert: "M12 9v4m0 4h.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z",
  arrow: "M5 12h14m-6-6 6 6-6 6",
  audit: "M9 4h6v3H9zM7 5H5v16h14V5h-2M9 12h6m-6 4h4",
  back: "M19 12H5m6 6-6-6 6-6",
  calls: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z",
  campaigns: "M3 11v3l4 1 11 5V4L7 9l-4 2zM7 15v5h3v-3.6M21 9.5a4 4 0 0 1 0 5",
  check: "m5 13 4 4L19 7",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  costs: "M12 3v18M16.5 7.5C16 6 14.5 5.3 12 5.3S7.5 6.4 7.5 8.6s2 3 4.5 3.4 4.8 1.2 4.8 3.6-2.2 3.3-4.8 3.3-4.3-1-4.8-2.8",
  download: "M12 4v11m-5-5 5 5 5-5M4 20h16",
  health: "M3 12h4l3-7 4 14 3-7h4",
  live: "M12 12h.01M8.5 15.5a5 5 0 0 1 0-7m7 0a5 5 0 0 1 0 7M5.6 18.4a9 9 0 0 1 0-12.8m12.8 0a9 9 0 0 1 0 12.8",
  menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
  numbers: "M9 4 7 20M17 4l-2 16M4 9h16M3.5 15h16",
  patients: "M12 20s-8-4.8-8-10.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.5C20 15.2 12 20 12 20z",
  pause: "M8 5v14M16 5v14",
  play: "M7 5l12 7-12 7z",
  refresh: "M20 12a8 8 0 1 1-2.3-5.6M20 4v4h-4",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4",
  settings: "M4 7h10m4 0h2M4 17h2m4 0h10M16 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8 15a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  signout: "M14 4H5v16h9M10 12h11m-4-4 4 4-4 4",
};

/** @param {{name: string}} props */
export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name] ?? ""} /></svg>
`;
