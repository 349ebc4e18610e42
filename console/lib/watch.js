/** A running call, followed over the relay's socket by a ticket: its words, its latencies and, where one listens, its sound. */

import { ApiError, post } from "./api.js";
import { signal } from "./html.js";
import { Speaker } from "./speaker.js";

const COME_AGAIN = 1001;
const LOST = 1006; // without a closing handshake
const TRIES = 5; // one behind the other without a word from the relay
const AGAIN_AFTER_MS = 3000;
const AWAY = "the relay's socket could not be opened";

/** @typedef {{number: number, role: string, message: string, timestamp: string}} Words */

export class Watch {
  /** @param {string} path of the call, below /api/v1 @param {() => void} onEnd */
  constructor(path, onEnd) {
    this.path = path;
    this.onEnd = onEnd;
    this.phase = signal(/** @type {"opening" | "open" | "ended" | "off"} */ ("opening"));
    this.reason = signal(""); // why it is off
    this.words = signal(/** @type {Words[]} */ ([]));
    this.latency = signal(/** @type {number | null} */ (null));
    this.isListening = signal(false);
    this.speakers = /** @type {Record<string, Speaker> | null} */ (null);
    this.socket = /** @type {WebSocket | null} */ (null);
    this.tries = this.timer = this.round = 0;
    this.isClosed = false;
  }

  /** A round is one ticket and one socket: what comes of an earlier one is void. */
  async open() {
    const round = ++this.round;
    this.drop();
    try {
      const listen = this.isListening.value;
      const { ticket, socket_url: address } = await post(`${this.path}/watch-tickets`, { listen });
      if (round !== this.round) return;
      this.socket = new WebSocket(`${address}?ticket=${encodeURIComponent(ticket)}${listen ? "&listen=true" : ""}`);
    } catch (error) {
      return round === this.round ? this.refused(error) : undefined;
    }
    this.socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    this.socket.onclose = ({ code }) => this.closed(code);
  }

  /** @param {any} frame */
  take(frame) {
    switch (frame.type) {
      case "watching": return this.begun();
      case "words": return this.hear(frame);
      case "latency": return void (this.latency.value = frame.ms);
      case "audio": return this.speakers?.[frame.role].play(bytes(frame.data));
      case "interruption": return this.speakers?.agent.clear();
      case "error": return void (this.reason.value = frame.error);
      case "ended": return this.over();
    }
  }

  begun() {
    this.tries = 0;
    this.reason.value = "";
    this.phase.value = "open";
  }

  /** One that was corrected takes the place of the one before. @param {Words} said */
  hear(said) {
    const others = this.words.value.filter((turn) => turn.number !== said.number);
    this.words.value = [...others, said].sort((one, other) => one.number - other.number);
  }

  over() {
    this.phase.value = "ended";
    this.hush();
    this.onEnd();
  }

  /** A call that is over, or passes no relay, stays so. @param {unknown} error */
  refused(error) {
    if (error instanceof ApiError && error.status === 409) this.tries = TRIES;
    this.failed(error instanceof ApiError ? error.message : AWAY, false);
  }

  /** @param {number} code */
  closed(code) {
    if (this.phase.value !== "ended") this.failed(this.reason.value || AWAY, code === COME_AGAIN || code === LOST);
  }

  /** What failed once may do so for a moment only: a relay that leaves, or a call that was just picked up. @param {string} reason @param {boolean} isOfTheLine */
  failed(reason, isOfTheLine) {
    this.reason.value = reason;
    this.phase.value = ++this.tries < 2 ? "opening" : "off";
    if (this.tries < TRIES) this.timer = setTimeout(() => this.open(), isOfTheLine && this.tries === 1 ? 0 : AGAIN_AFTER_MS);
    else this.hush();
  }

  async listen() {
    const speakers = { user: await Speaker.open(), agent: await Speaker.open() };
    this.hush();
    this.speakers = speakers;
    this.isListening.value = true;
    if (this.isClosed) this.hush();
    else await this.open();
  }

  async stopListening() {
    this.hush();
    await this.open();
  }

  hush() {
    Object.values(this.speakers ?? {}).forEach((speaker) => speaker.close());
    this.speakers = null;
    this.isListening.value = false;
  }

  drop() {
    clearTimeout(this.timer);
    if (this.socket) this.socket.onclose = this.socket.onmessage = null;
    this.socket?.close(1000);
    this.socket = null;
  }

  close() {
    this.isClosed = true;
    this.round++;
    this.drop();
    this.hush();
  }
}

/** @param {string} base64 */
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
