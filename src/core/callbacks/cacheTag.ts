/** The unique text at the start of one request. `id` has 16 hex digits. */
export function cacheTag(id: string): string {
  return `[req-${id}] `;
}

/** The text of the plan, without tags, which differ between requests and between runs. */
export function withoutCacheTags(text: string): string {
  return text.replace(/\[req-[0-9a-f]{16}\] /g, '');
}
