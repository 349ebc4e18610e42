/**
 * In the browser's audio thread, at 8000 samples a second: telephone bytes as they come from the socket are played in order. Playing begins
 * with 80 ms in hand, so that an uneven network is not heard; an empty message makes what waits void.
 */

import { RATE, decode } from "./mulaw.js";

const AHEAD = 0.08 * RATE;
const WAITS_AT_MOST = 0.1 * RATE; // for more than a word that is shorter than that
const LONGEST = 300 * RATE;
const LATE_WITHIN = 0.4 * RATE; // silence so short between two sounds is a gap and no pause
const REPORTS_EVERY = 0.1 * RATE;

class Playback extends AudioWorkletProcessor {
  pieces = /** @type {Uint8Array[]} */ ([]);
  at = 0;
  waiting = 0;
  isPlaying = false;
  waited = 0;
  dry = Infinity;
  played = 0;
  gaps = 0;
  sinceReport = 0;
  power = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => (data.length ? this.add(data) : this.empty());
  }

  empty() {
    this.pieces.length = 0;
    Object.assign(this, { at: 0, waiting: 0, isPlaying: false, waited: 0, dry: Infinity });
  }

  /** @param {Uint8Array} piece */
  add(piece) {
    if (this.waiting > LONGEST) return;
    if (this.dry < LATE_WITHIN) this.gaps++;
    this.dry = Infinity;
    this.pieces.push(piece);
    this.waiting += piece.length;
  }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs */
  process(_inputs, [[out]]) {
    if (!this.isPlaying && this.waiting) this.isPlaying = this.waiting >= AHEAD || (this.waited += out.length) >= WAITS_AT_MOST;
    const count = this.isPlaying ? Math.min(out.length, this.waiting) : 0;
    for (let place = 0; place < count; place++) this.power += (out[place] = decode(this.next())) ** 2;
    this.played += count;
    if (this.isPlaying && !this.waiting) Object.assign(this, { isPlaying: false, waited: 0, dry: 0 });
    else if (!this.waiting) this.dry += out.length;
    this.report(out.length);
    return true;
  }

  next() {
    const code = this.pieces[0][this.at++];
    this.waiting--;
    if (this.at === this.pieces[0].length) {
      this.pieces.shift();
      this.at = 0;
    }
    return code;
  }

  /** @param {number} count */
  report(count) {
    this.sinceReport += count;
    if (this.sinceReport < REPORTS_EVERY) return;
    const { played, waiting, gaps } = this;
    this.port.postMessage({ played, waiting, gaps, power: this.power / this.sinceReport });
    Object.assign(this, { sinceReport: 0, power: 0 });
  }
}

registerProcessor("playback", Playback);
