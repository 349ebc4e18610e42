/** In the browser's audio thread: a microphone's samples become telephone frames of 20 ms. */

import { FRAME, encode } from "./mulaw.js";
import { Narrow } from "./narrow.js";

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.narrow = new Narrow(sampleRate);
    this.frame = new Uint8Array(FRAME);
    this.filled = 0;
  }

  /** @param {Float32Array[][]} inputs */
  process([channels]) {
    if (channels?.length) for (const sample of this.narrow.take(channels[0])) this.add(sample);
    return true;
  }

  /** @param {number} sample */
  add(sample) {
    this.frame[this.filled++] = encode(sample);
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame);
    this.filled = 0;
  }
}

registerProcessor("capture", Capture);
