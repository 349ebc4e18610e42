/** Lines and bars over time, with a band where values are usual. What a picture says stands in a table as well. */

import { html, useEffect, useRef } from "../lib/html.js";
import uPlot from "../vendor/uplot.js";

const HEIGHT = 220;
const DAY_S = 86_400, WEEK_S = 7 * DAY_S;
const STEPS = [1, 2, 7, 14, 30, 61, 91, 182, 365].map((days) => days * DAY_S);
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const STYLE = new URL("../vendor/uplot.css", import.meta.url).href;

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {(number | null)[]} values
 * @property {"line" | "bars"} [kind]
 */

/**
 * @param {{label: string, times: number[], line: Line, band?: {low: number, high: number, median: number} | null, written?: (value: number) => string}} props
 *   `times` in Unix seconds, rising
 */
export function Chart({ label, times, line, band = null, written = String }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => drawn(/** @type {HTMLElement} */ (place.current), { times, line, band, written }), [label, JSON.stringify([times, line, band])]);
  return html`<div class="chart" ref=${place} role="img" aria-label=${label}></div>`;
}

/** Draws, and draws again in other colours or another width. @param {HTMLElement} place */
function drawn(place, about) {
  styled();
  let plot = /** @type {any} */ (null);
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(place, about), data(about), place);
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const watch = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height: HEIGHT }));
  draw();
  dark.addEventListener("change", draw);
  watch.observe(place);
  return () => {
    dark.removeEventListener("change", draw);
    watch.disconnect();
    plot.destroy();
  };
}

/** The library's own style, once. */
function styled() {
  if (document.querySelector(`link[href="${STYLE}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = STYLE;
  document.head.append(link);
}

const level = (times, value) => times.map(() => value);

function data({ times: moments, line, band }) {
  const known = moments.map((_, at) => at).filter((at) => Number.isFinite(moments[at])); // the library would seek an axis for ever
  const [times, values] = [known.map((at) => moments[at]), known.map((at) => line.values[at])];
  const edges = band ? [level(times, band.high), level(times, band.low), level(times, band.median)] : [];
  return [times, ...edges, values];
}

/** The library's options. @returns {any} */
function options(place, { line, band, written }) {
  const colour = (/** @type {string} */ name) => getComputedStyle(place).getPropertyValue(name).trim();
  const [accent, soft, muted, grid] = ["--accent", "--accent-soft", "--muted", "--line"].map(colour);
  const font = `12px ${colour("--font")}`;
  const axis = { stroke: muted, font, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  const isBars = line.kind === "bars";
  const drawing = isBars ? { paths: uPlot.paths.bars?.({ size: [0.6, 48] }), fill: accent, points: { show: false } } : { width: 2, points: { show: true, size: 6, fill: accent } };
  const edge = { stroke: "transparent", points: { show: false } };
  const median = { stroke: muted, width: 1, dash: [4, 4], points: { show: false } };
  return {
    width: place.clientWidth || 300,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_plot, from, to) => days(from, to, isBars) }, y: { range: (_plot, low, high) => room(low, high, band, isBars) } },
    axes: [{ ...axis, incrs: STEPS, space: 56, values: (_plot, moments) => moments.map((/** @type {number} */ at) => DAY.format(at * 1000)) }, { ...axis, size: 64, values: (_plot, values) => values.map(written) }],
    bands: band ? [{ series: [1, 2], fill: soft }] : [],
    series: [{}, ...(band ? [edge, edge, median] : []), { stroke: accent, ...drawing }],
  };
}

/** Of the horizontal axis: a week at least, so that one point does not stand between years. */
function days(from, to, isBars) {
  const air = Math.max(isBars ? DAY_S / 2 : 0, (WEEK_S - (to - from)) / 2);
  return [from - air, to + air];
}

/** Of the vertical axis: values and band, with some air; bars stand on zero. */
function room(low, high, band, isBars) {
  const [from, to] = [Math.min(low, band?.low ?? low), Math.max(high, band?.high ?? high)];
  if (isBars) return [0, to > 0 ? to * 1.1 : 1];
  const air = (to - from || Math.abs(to) || 1) * 0.15;
  return [from - air, to + air];
}
