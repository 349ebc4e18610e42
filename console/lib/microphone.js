/** The microphone as a telephone hears it: frames of 20 ms, mu-law, and how loud they are. */

import { loudness } from "../audio/mulaw.js";
import { signal } from "./html.js";

const METER_EVERY = 4; // frames
const FALLS_DB = 3; // a frame: a meter that follows each syllable cannot be read

/** What a browser says, and what to do. @type {Record<string, string>} */
const REFUSALS = {
  NotAllowedError: "The browser keeps the microphone from this page. Allow it beside the address, then try again.",
  NotFoundError: "No microphone was found. Connect one, then try again.",
  NotReadableError: "Another program has the microphone. Close it there, then try again.",
  OverconstrainedError: "This microphone is gone. Choose another one.",
};
const NOT_HERE = "A browser gives its microphone to pages over https, or on 127.0.0.1, only.";

export class Microphone {
  /** @param {MediaStream} stream */
  constructor(stream) {
    this.stream = stream;
    this.context = new AudioContext();
    this.level = signal(-96); // dBFS
    this.onFrame = /** @type {((frame: Uint8Array) => void) | null} */ (null);
    this.isMuted = false;
    this.frames = 0;
    this.loudest = -96;
  }

  /**
   * @param {string} deviceId empty: the usual one
   * @param {boolean} isCleaned whether the browser takes out echo and noise and evens the level
   * @returns {Promise<Microphone>} Throws Error with a sentence for people.
   */
  static async open(deviceId, isCleaned) {
    if (!navigator.mediaDevices?.getUserMedia) throw new Error(NOT_HERE);
    const wanted = { echoCancellation: isCleaned, noiseSuppression: isCleaned, autoGainControl: isCleaned, channelCount: 1 };
    try {
      const audio = deviceId ? { ...wanted, deviceId: { exact: deviceId } } : wanted;
      const microphone = new Microphone(await navigator.mediaDevices.getUserMedia({ audio }));
      await microphone.listen();
      return microphone;
    } catch (error) {
      const { name, message } = /** @type {DOMException} */ (error);
      throw new Error(REFUSALS[name] ?? message);
    }
  }

  async listen() {
    await this.context.audioWorklet.addModule(new URL("../audio/capture.js", import.meta.url));
    const capture = new AudioWorkletNode(this.context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    capture.port.onmessage = ({ data }) => this.take(data);
    this.context.createMediaStreamSource(this.stream).connect(capture);
    await this.context.resume();
  }

  /** @param {Uint8Array} frame */
  take(frame) {
    this.loudest = Math.max(loudness(frame), this.loudest - FALLS_DB);
    if (this.frames++ % METER_EVERY === 0) this.level.value = this.isMuted ? -96 : this.loudest;
    this.onFrame?.(frame);
  }

  /** The device that is heard. */
  get deviceId() {
    return this.stream.getAudioTracks()[0]?.getSettings().deviceId ?? "";
  }

  close() {
    this.onFrame = null;
    this.stream.getTracks().forEach((track) => track.stop());
    void this.context.close();
  }
}

/** Their names are known once the microphone was allowed. @returns {Promise<MediaDeviceInfo[]>} */
export async function microphones() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter((device) => device.kind === "audioinput");
}

/** `granted`, `denied`, `prompt`; some browsers do not say. @returns {Promise<PermissionState>} */
export async function permission() {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ ("microphone") })).state;
  } catch {
    return "prompt";
  }
}
