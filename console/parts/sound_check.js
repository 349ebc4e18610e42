/** The microphone before a conversation: allowed, chosen, seen on a meter, and heard as the agent will hear it. */

import { announce } from "../lib/announce.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Microphone, microphones, permission } from "../lib/microphone.js";
import { Speaker } from "../lib/speaker.js";
import { Icon } from "./icons.js";
import { Level } from "./level.js";

const ECHO_FRAMES = 100; // two seconds
/** @type {Record<string, [string, string]>} */
const PERMISSIONS = {
  granted: ["good", "Allowed"],
  denied: ["bad", "Blocked by the browser"],
  prompt: ["", "Not asked yet"],
};

/** The microphone of a screen. Closed with it; opened anew where another device or another treatment is chosen. */
export function useMicrophone() {
  const [state, setState] = useState(/** @type {{microphone: Microphone | null, devices: MediaDeviceInfo[], allowed: string, error: string}} */ ({
    microphone: null, devices: [], allowed: "prompt", error: "",
  }));
  const [isCleaned, setCleaned] = useState(true);
  const current = useRef(/** @type {Microphone | null} */ (null));
  const open = async (/** @type {string} */ deviceId = "", cleaned = isCleaned) => {
    current.current?.close();
    current.current = null;
    try {
      const microphone = (current.current = await Microphone.open(deviceId, cleaned));
      setState({ microphone, devices: await microphones(), allowed: "granted", error: "" });
    } catch (error) {
      const allowed = await permission();
      setState((now) => ({ ...now, microphone: null, allowed, error: /** @type {Error} */ (error).message }));
    }
  };
  useEffect(() => {
    void permission().then((allowed) => setState((now) => ({ ...now, allowed })));
    return () => current.current?.close();
  }, []);
  const clean = (/** @type {boolean} */ wanted) => {
    setCleaned(wanted);
    if (state.microphone) void open(state.microphone.deviceId, wanted);
  };
  return { ...state, open, isCleaned, clean };
}

/** @param {ReturnType<typeof useMicrophone>} props */
export function SoundCheck({ microphone, devices, allowed, error, open, isCleaned, clean }) {
  const [tone, words] = PERMISSIONS[allowed];
  return html`
    <section class="card stack">
      <h2>Microphone <span class="tag ${tone}">${words}</span></h2>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
      ${!microphone && html`<div><button onClick=${() => open()}><${Icon} name="mic" />Use the microphone</button></div>`}
      ${microphone && html`
        <div class="field">
          <label for="device">Device</label>
          <select id="device" value=${microphone.deviceId} onChange=${(/** @type {any} */ event) => open(event.target.value)}>
            ${devices.map((device) => html`<option value=${device.deviceId} selected=${device.deviceId === microphone.deviceId}>${device.label || "Microphone"}</option>`)}
          </select>
        </div>
        <${Level} name="You" level=${microphone.level.value} />
        <${Echo} microphone=${microphone} />
      `}
      <label class="check"><input type="checkbox" checked=${isCleaned} onChange=${(/** @type {any} */ event) => clean(event.target.checked)} />
        Take out echo and noise, even the level</label>
    </section>
  `;
}

/** @type {Record<string, string>} */
const STEPS = { "": "", listening: "Say something: recording two seconds …", playing: "Now you hear it as the agent will." };

/** Two seconds, and then the same two seconds over the telephone. @param {{microphone: Microphone}} props */
function Echo({ microphone }) {
  const [step, setStep] = useState("");
  const show = (/** @type {string} */ next) => {
    setStep(next);
    announce(STEPS[next]);
  };
  const run = async () => {
    const speaker = await Speaker.open();
    show("listening");
    const frames = await recorded(microphone);
    show("playing");
    frames.forEach((frame) => speaker.play(frame));
    await speaker.drained(5);
    speaker.close();
    setStep("");
  };
  return html`
    <div class="echo">
      <button disabled=${step !== ""} onClick=${run}><${Icon} name="play" />Hear yourself</button>
      <span class="hint">${STEPS[step] || "Two seconds of you, in telephone sound."}</span>
    </div>
  `;
}

/** @param {Microphone} microphone @returns {Promise<Uint8Array[]>} */
const recorded = (microphone) =>
  new Promise((done) => {
    const frames = /** @type {Uint8Array[]} */ ([]);
    microphone.onFrame = (frame) => {
      frames.push(frame);
      if (frames.length < ECHO_FRAMES) return;
      microphone.onFrame = null;
      done(frames);
    };
  });
