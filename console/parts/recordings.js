/**
 * The recordings of a call, each with a player. The relay's own is in stereo and drawn from values that were prepared when it was filed; that
 * of a call that was resumed has parts, one after the other.
 */

import { get } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { saved, whole } from "../lib/pieces.js";
import { length } from "../lib/words.js";
import { Icon } from "./icons.js";
import { Failed, Loading } from "./states.js";

const HEIGHT = 44; // of each side; the style of vendor/wavesurfer.js holds it, and the policy of stacks/console.yaml that style
const SPEEDS = [1, 1.25, 1.5, 2];
/** @type {Record<string, string>} */
const NAMES = { call: "Recording", provider: "The provider's recording", voicemail: "Voicemail" };

/** @param {{path: string, found: any, onTime: (seconds: number) => void, seek: {to: number}}} props `found`: the API's answer */
export function Recordings({ path, found, onTime, seek }) {
  const { data, error, again } = found;
  if (error) return html`<section class="card"><h2>Recording</h2><${Failed} error=${error} again=${again} /></section>`;
  if (found.isLoading) return html`<section class="card" aria-label="Recording"><${Loading} what="Looking for recordings" /></section>`;
  if (!data?.recordings.length) return null;
  const renew = (/** @type {any} */ recording) => freshUrl(path, recording);
  const [first] = data.recordings;
  const follows = (/** @type {any} */ one) => one === first || (one.kind === first.kind && one.begins_at_s !== null);
  const others = data.recordings.filter((/** @type {any} */ one) => !follows(one));
  const several = (/** @type {any} */ one) => data.recordings.some((/** @type {any} */ other) => other.kind === one.kind && other.part > 1);
  return html`
    <${Parts} parts=${data.recordings.filter(follows)} onTime=${onTime} seek=${seek} renew=${renew} />
    ${others.map((/** @type {any} */ one) => html`<${Plain} key=${`${one.kind} ${one.part}`} recording=${one} isPart=${several(one)} renew=${renew} />`)}
  `;
}

/** Players of the parts of one recording: one is heard at a time, then the next. A line of the transcript is heard in its part. */
function Parts({ parts, onTime, seek, renew }) {
  const [heard, setHeard] = useState(0);
  const [next, setNext] = useState(-1); // the part that begins because the one before has ended
  return parts.map((/** @type {any} */ part, /** @type {number} */ index) => {
    const until = parts[index + 1]?.begins_at_s ?? Infinity;
    const isSought = seek.to >= part.begins_at_s && seek.to < until;
    const begins = () => {
      setHeard(index);
      setNext(-1);
    };
    return html`
      <${Player} key=${part.part} recording=${part} of=${parts.length} seek=${isSought ? seek : null} isHeard=${heard === index}
        isNext=${next === index} onPlay=${begins} onEnd=${() => setNext(index + 1)} onTime=${onTime} renew=${renew} />
    `;
  });
}

/** Links last five minutes: another is asked for when one no longer plays. */
async function freshUrl(path, recording) {
  const found = await get(`${path}/recordings`);
  return found.recordings.find((/** @type {any} */ one) => one.kind === recording.kind && one.part === recording.part)?.url;
}

/** @param {any} recording @param {boolean} isPart */
const named = (recording, isPart) => `${NAMES[recording.kind]}${isPart ? `, part ${recording.part}` : ""}`;

function Player({ recording, of, seek, isHeard, isNext, onPlay, onEnd, onTime, renew }) {
  const audio = useAudio(recording, renew, onEnd);
  const { at, duration, isPlaying, error, element } = audio;
  useEffect(() => {
    if (isHeard) onTime(recording.begins_at_s + at);
  }, [at, isHeard]);
  useEffect(() => {
    if (seek && seek.to >= 0) audio.play(seek.to - recording.begins_at_s);
  }, [seek]);
  useEffect(() => {
    if (isNext) audio.play(0);
  }, [isNext]);
  useEffect(() => (isPlaying ? onPlay() : undefined), [isPlaying]);
  useEffect(() => (isHeard ? undefined : element.pause()), [isHeard]);
  const [speed, setSpeed] = useState(1);
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    element.playbackRate = next;
    setSpeed(next);
  };
  return html`
    <section class="card player" aria-label=${named(recording, of > 1)}>
      ${of > 1 && html`<p class="muted">Part ${recording.part} of ${of}, from ${length(recording.begins_at_s)} of the call</p>`}
      ${recording.peaks && html`<${Wave} recording=${recording} element=${element} />`}
      <div class="controls">
        <button class="main" onClick=${audio.toggle} aria-label=${isPlaying ? "Pause" : "Play"}><${Icon} name=${isPlaying ? "pause" : "play"} /></button>
        <input type="range" aria-label="Position" min="0" max=${duration || 1} step="0.1" value=${at}
          aria-valuetext=${`${length(at)} of ${length(duration)}`} onInput=${(/** @type {any} */ event) => audio.moveTo(Number(event.target.value))} />
        <span class="digits muted">${length(at)} / ${length(duration)}</span>
        <button class="quiet" onClick=${faster} aria-label=${`Speed ${speed}`}>${speed}×</button>
        <${Download} recording=${recording} />
      </div>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </section>
  `;
}

/** A link has the whole file. A patient's recording comes from the API in pieces, which are put together here. */
function Download({ recording }) {
  const [state, setState] = useState("");
  const label = html`<${Icon} name="download" /><span class="out-of-sight">Download</span>`;
  if (recording.expires_in_s) return html`<a class="button quiet" href=${recording.url} download>${label}</a>`;
  const save = async () => {
    setState("busy");
    const sound = await whole(recording.url).catch(() => null);
    if (sound) saved(sound, `${recording.kind}-${recording.part}${recording.content_type === "audio/wav" ? ".wav" : ".mp3"}`);
    setState(sound ? "" : "failed");
  };
  return html`
    <button class="quiet" disabled=${state === "busy"} onClick=${save}>${label}</button>
    ${state === "failed" && html`<span class="field-error" role="alert">The recording cannot be read.</span>`}
  `;
}

/** A recording beside the first: the browser's own player is enough. */
function Plain({ recording, isPart, renew }) {
  const { element, error } = useAudio(recording, renew);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    element.controls = true;
    place.current?.replaceChildren(element);
  }, []);
  return html`
    <details class="card"><summary>${named(recording, isPart)}</summary>
      <div ref=${place}></div>
      ${recording.text && html`<p>${recording.text}</p>`}
      ${error && html`<p class="field-error" role="alert">${error}</p>`}
    </details>
  `;
}

/** An audio element and its state. A link that has ended is replaced once, at the place where it stopped. */
function useAudio(recording, renew, onEnd = () => {}) {
  const element = useRef(/** @type {HTMLAudioElement} */ (/** @type {any} */ (null)));
  element.current ??= Object.assign(new Audio(), { preload: "metadata", src: recording.url });
  const drawn = recording.peaks ? recording.peaks.caller.length / recording.peaks.per_second : 0;
  const [state, setState] = useState({ at: 0, duration: drawn, isPlaying: false, error: "" });
  useEffect(() => {
    const audio = element.current;
    const change = (/** @type {object} */ values) => setState((now) => ({ ...now, ...values }));
    let isRenewed = false;
    /** @type {Record<string, () => void>} */
    const heard = {
      timeupdate: () => change({ at: audio.currentTime }),
      seeked: () => change({ at: audio.currentTime }),
      loadedmetadata: () => change({ duration: audio.duration }),
      play: () => change({ isPlaying: true, error: "" }),
      playing: () => (isRenewed = false),
      pause: () => change({ isPlaying: false }),
      ended: onEnd,
      error: async () => {
        if (isRenewed) return change({ isPlaying: false, error: "The recording cannot be played." });
        isRenewed = true;
        const [at, wasPlaying] = [audio.currentTime, state.isPlaying];
        const url = await renew(recording).catch(() => "");
        if (!url) return change({ isPlaying: false, error: "The recording cannot be played." });
        audio.src = url;
        audio.currentTime = at;
        if (wasPlaying) void audio.play();
      },
    };
    for (const [name, react] of Object.entries(heard)) audio.addEventListener(name, react);
    return () => {
      for (const [name, react] of Object.entries(heard)) audio.removeEventListener(name, react);
      audio.pause();
    };
  }, []);
  const moveTo = (/** @type {number} */ seconds) => void (element.current.currentTime = seconds);
  const play = (/** @type {number} */ from) => {
    moveTo(from);
    void element.current.play().catch(() => {});
  };
  const toggle = () => (element.current.paused ? play(element.current.currentTime) : element.current.pause());
  return { ...state, element: element.current, moveTo, play, toggle };
}

/** Both sides, drawn; loaded with the first recording that has peaks. */
function Wave({ recording, element }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    let drawn = /** @type {any} */ (null);
    let isGone = false;
    void import("../vendor/wavesurfer.js").then(({ default: WaveSurfer }) => {
      if (!isGone && place.current) drawn = WaveSurfer.create(drawing(recording, element, place.current));
    });
    return () => {
      isGone = true;
      drawn?.destroy();
    };
  }, []);
  return html`
    <div class="wave" aria-hidden="true">
      <div class="wave-names"><span>Caller</span><span>Agent</span></div>
      <div ref=${place}></div>
    </div>
  `;
}

function drawing(recording, media, container) {
  const { caller, agent, per_second: rate } = recording.peaks;
  const colours = getComputedStyle(document.documentElement);
  const side = (/** @type {string} */ name) => {
    const colour = colours.getPropertyValue(`--${name}`);
    return { waveColor: `color-mix(in srgb, ${colour} 45%, transparent)`, progressColor: colour };
  };
  return {
    container,
    media,
    peaks: [caller.map(linear), agent.map(linear)],
    duration: caller.length / rate,
    height: HEIGHT,
    normalize: true,
    cursorColor: colours.getPropertyValue("--text"),
    dragToSeek: true,
    splitChannels: [side("caller"), side("agent")],
  };
}

/** @param {number} value 0 to 255 */
const linear = (value) => value / 255;
