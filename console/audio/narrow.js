/** The band of a telephone: a low-pass filter and the step down to 8000 samples a second, from any rate, in one. */

import { RATE } from "./mulaw.js";

const CUTOFF_HZ = 3500;
const LOBES = 12; // of the filter on either side: the longer, the steeper
const PHASES = 64; // places between two samples at which the filter is known

/** Takes pieces of any length and remembers what the next one needs. */
export class Narrow {
  /** @param {number} rate of what comes in, in samples a second */
  constructor(rate) {
    this.step = rate / RATE;
    this.reach = Math.ceil((LOBES * rate) / (2 * CUTOFF_HZ));
    this.filters = Array.from({ length: PHASES }, (_, phase) => filter(phase / PHASES, this.reach, rate));
    this.held = new Float32Array(2 * this.reach);
    this.at = this.reach; // of the next sample, in `held`
  }

  /** @param {Float32Array} piece @returns {number[]} the samples at 8 kHz that are now certain */
  take(piece) {
    const known = new Float32Array(this.held.length + piece.length);
    known.set(this.held);
    known.set(piece, this.held.length);
    const made = [];
    for (; this.at + this.reach + 1 < known.length; this.at += this.step) made.push(this.sample(known));
    const used = Math.max(0, Math.floor(this.at) - this.reach);
    this.held = known.slice(used);
    this.at -= used;
    return made;
  }

  /** @param {Float32Array} known */
  sample(known) {
    const whole = Math.floor(this.at);
    const taps = this.filters[Math.min(PHASES - 1, Math.round((this.at - whole) * PHASES))];
    const first = whole - this.reach;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += taps[tap] * known[first + tap];
    return sum;
  }
}

/** A windowed sinc whose middle is `shift` samples behind a sample; its taps add up to one. @returns {Float32Array} */
function filter(/** @type {number} */ shift, /** @type {number} */ reach, /** @type {number} */ rate) {
  const taps = Float32Array.from({ length: 2 * reach + 2 }, (_, tap) => {
    const away = tap - reach - shift;
    const turn = (2 * Math.PI * CUTOFF_HZ * away) / rate;
    const window = Math.abs(away) > reach ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * away) / reach);
    return (turn ? Math.sin(turn) / turn : 1) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
