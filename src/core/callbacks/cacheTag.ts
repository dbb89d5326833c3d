/** A text that begins a request and no other; `id`: 16 hex digits. */
export function cacheTag(id: string): string {
  return `[req-${id}] `;
}

/** The text as the plan has it: without tags, which differ from request to request and run to run. */
export function withoutCacheTags(text: string): string {
  return text.replace(/\[req-[0-9a-f]{16}\] /g, '');
}
