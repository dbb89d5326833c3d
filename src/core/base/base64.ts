const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, c => c.charCodeAt(0));
const values = new Uint8Array(128).fill(255);
for (let i = 0; i < codes.length; i++) values[codes[i] ?? 0] = i;

const pad = 61;
/** The number of arguments that one call can safely have. */
const chunk = 8192;

/** Standard base64 with padding. Implemented here because not every supported platform has it. */
export function toBase64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let i = 0, o = 0; o < out.length; i += 3, o += 4) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) out[o + k] = codes[(group >> (18 - 6 * k)) & 63] ?? 0;
  }
  out.fill(pad, out.length - ((3 - (bytes.length % 3)) % 3));
  let text = '';
  for (let i = 0; i < out.length; i += chunk) text += String.fromCharCode(...out.subarray(i, i + chunk));
  return text;
}

/** Reads standard base64; null if the text is not base64. */
export function fromBase64(text: string): Uint8Array | null {
  const body = text.replace(/=+$/, '');
  if (text.length % 4 !== 0 || text.length - body.length > 2) return null;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let o = 0;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < body.length; i++) {
    const value = values[body.charCodeAt(i)] ?? 255;
    if (value === 255) return null;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[o++] = (held >> bits) & 255;
    }
  }
  return bytes;
}
