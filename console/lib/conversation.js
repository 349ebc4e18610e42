/** A conversation with an agent over the programs' socket (docs/reference/asyncapi.yaml), by a ticket. */

import { post } from "./api.js";
import { signal } from "./html.js";

const PING_EVERY_MS = 2000;
const FAREWELL_S = 30;
const LOST = "The connection to the relay was lost.";
const LEFT = /^the agent has left \((\d+)\)$/;

/** @typedef {{number: number, role: string, message: string, at: number}} Turn */

export class Conversation {
  /** @param {string} agent @param {import("./microphone.js").Microphone} microphone @param {import("./speaker.js").Speaker} speaker */
  constructor(agent, microphone, speaker) {
    this.agent = agent;
    this.microphone = microphone;
    this.speaker = speaker;
    this.socket = /** @type {WebSocket | null} */ (null);
    this.phase = signal(/** @type {"connecting" | "talking" | "ended"} */ ("connecting"));
    this.turns = signal(/** @type {Turn[]} */ ([]));
    this.latencies = signal(/** @type {number[]} */ ([]));
    this.roundTrip = signal(/** @type {number | null} */ (null));
    this.ending = signal({ text: "", isFault: false });
    this.beganAt = 0;
    this.timer = 0;
    this.pingedAt = 0;
  }

  async begin() {
    try {
      const { ticket, socket_url: address } = await post("/stream-tickets", { agent_id: this.agent });
      if (this.phase.value === "ended") return;
      this.socket = new WebSocket(`${address}/console-${crypto.randomUUID()}/${ticket}/${this.agent}?turns=true`);
    } catch (error) {
      return this.over(/** @type {Error} */ (error).message, true);
    }
    this.socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    this.socket.onclose = () => this.over(LOST, true);
  }

  /** @param {any} frame */
  take(frame) {
    switch (frame.type) {
      case "connection_established": return this.talk();
      case "audio": return this.speaker.play(bytes(frame.data));
      case "interruption": return this.speaker.clear();
      case "turn": return this.hear(frame);
      case "latency": return void (this.latencies.value = [...this.latencies.value, frame.ms]);
      case "pong": return void (this.roundTrip.value = performance.now() - this.pingedAt);
      case "error": return void this.fail(frame.error);
      case "call_ended": return this.over("The conversation is over.", false);
    }
  }

  talk() {
    this.beganAt = performance.now();
    this.phase.value = "talking";
    this.microphone.onFrame = (frame) => this.send({ type: "audio", data: text(this.microphone.isMuted ? frame.fill(0xff) : frame) });
    this.timer = setInterval(() => this.ping(), PING_EVERY_MS);
    this.ping();
  }

  ping() {
    this.pingedAt = performance.now();
    this.send({ type: "ping" });
  }

  /** One that was corrected takes the place of the one before. @param {any} frame */
  hear({ number, role, message }) {
    const known = this.turns.value;
    const at = known.find((turn) => turn.number === number)?.at ?? (performance.now() - this.beganAt) / 1000;
    this.turns.value = [...known.filter((turn) => turn.number !== number), { number, role, message, at }].sort((one, other) => one.number - other.number);
  }

  /** The agent's last words are still played. @param {string} reason */
  async fail(reason) {
    this.microphone.onFrame = null;
    const left = LEFT.exec(reason);
    await this.speaker.drained(left ? FAREWELL_S : 0);
    if (left && left[1] === "1000") this.over("The agent has ended the conversation.", false);
    else this.over(reason, true);
  }

  end() {
    this.send({ type: "control", action: "end_conversation" });
    this.speaker.clear();
    this.over("You have ended the conversation.", false);
  }

  /** Once: the first reason counts. @param {string} words @param {boolean} isFault */
  over(words, isFault) {
    if (this.phase.value === "ended") return;
    this.microphone.onFrame = null;
    clearInterval(this.timer);
    if (this.socket) this.socket.onclose = null;
    this.socket?.close(1000);
    this.ending.value = { text: words, isFault };
    this.phase.value = "ended";
  }

  /** @param {unknown} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

/** @param {string} base64 */
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @param {Uint8Array} frame */
const text = (frame) => btoa(String.fromCharCode(...frame));
