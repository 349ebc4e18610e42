/** The loudspeaker for telephone sound. */

import { RATE } from "../audio/mulaw.js";
import { signal } from "./html.js";

const NOTHING = { played: 0, waiting: 0, gaps: 0, level: -96 };

export class Speaker {
  constructor() {
    this.context = new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
    this.port = /** @type {MessagePort | null} */ (null);
    this.state = signal(NOTHING); // seconds played, seconds that wait, gaps, dBFS
    this.sent = 0; // seconds
  }

  static async open() {
    const speaker = new Speaker();
    await speaker.context.audioWorklet.addModule(new URL("../audio/playback.js", import.meta.url));
    const playback = new AudioWorkletNode(speaker.context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
    speaker.port = playback.port;
    playback.port.onmessage = ({ data }) => speaker.hear(data);
    playback.connect(speaker.context.destination);
    await speaker.context.resume();
    return speaker;
  }

  /** @param {{played: number, waiting: number, gaps: number, power: number}} report in samples */
  hear({ played, waiting, gaps, power }) {
    const now = { played: played / RATE, waiting: waiting / RATE, gaps, level: power ? Math.max(-96, 10 * Math.log10(power)) : -96 };
    const was = this.state.value;
    if (now.played !== was.played || now.level !== was.level || now.waiting !== was.waiting) this.state.value = now;
  }

  /** @param {Uint8Array} bytes mu-law */
  play(bytes) {
    this.port?.postMessage(bytes);
  }

  /** What has not been played is void. */
  clear() {
    this.port?.postMessage(new Uint8Array(0));
  }

  /** When all has been played, or the limit is reached. @param {number} limit seconds */
  async drained(limit) {
    const end = performance.now() + limit * 1000;
    const pause = () => new Promise((then) => setTimeout(then, 150));
    await pause(); // what was just sent is counted with the next report
    await pause();
    while (this.state.value.waiting > 0 && performance.now() < end) await pause();
  }

  close() {
    this.port = null;
    void this.context.close();
  }
}
