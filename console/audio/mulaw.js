/** G.711 mu-law: telephone bytes from samples between -1 and 1, and back. */

const BIAS = 0x84;
const CLIP = 32635;
export const RATE = 8000;
export const FRAME = 160; // 20 ms
export const SILENCE = 0xff;

const DECODED = Float32Array.from({ length: 256 }, (_, code) => sampleOf(code) / 32768);

/** @param {number} code as on the line: complemented */
function sampleOf(code) {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** @param {number} code */
export const decode = (code) => DECODED[code];

/** @param {number} sample */
export function encode(sample) {
  const whole = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
  const magnitude = Math.min(Math.abs(whole), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~((whole < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
}

/** Loudness of mu-law bytes against full scale; -96 for digital silence. @param {Uint8Array} bytes */
export function loudness(bytes) {
  let power = 0;
  for (const code of bytes) power += DECODED[code] ** 2;
  return power ? Math.max(-96, 10 * Math.log10(power / bytes.length)) : -96;
}
