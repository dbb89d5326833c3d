/** What a server speaks that does not answer in HTTP/1.1, as a sentence. `head`: its first bytes, Latin-1. */
export function otherProtocol(head: string): string {
  const [first = 0, second, third, fourth] = [...head.slice(0, 4)].map(char => char.charCodeAt(0));
  // An alert or a handshake record (RFC 8446 section 5.1).
  if ((first === 0x15 || first === 0x16) && second === 3) {
    return 'The server speaks TLS: use https:// instead of http:// in the base URL.';
  }
  // A SETTINGS frame, which every HTTP/2 server sends first (RFC 9113 section 3.4).
  const isSettings = first === 0 && second === 0 && third !== undefined && fourth === 4;
  if (isSettings || /^HTTP\/[23]/.test(head)) {
    return 'The server speaks HTTP/2 only, and LLMeter HTTP/1.1: put a proxy in front of it, or use another port in the base URL.';
  }
  const words = head
    .slice(0, longest)
    .replace(/[^ -~]+/g, ' ')
    .trim();
  const shown = head.length > longest ? words.replace(/\S*$/, '') : words;
  const sent = shown.trim() === '' ? '' : ` but with "${shown.trim()}"`;
  return `The server did not answer in HTTP/1.1${sent}: check the host and the port in the base URL.`;
}

const longest = 80;
