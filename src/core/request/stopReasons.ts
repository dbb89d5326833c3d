/** Lower-case names from all APIs: OpenAI’s, Anthropic’s, Bedrock’s, Gemini’s, GLM’s. */
const withheld: ReadonlySet<string> = new Set([
  'refusal',
  'content_filter',
  'content_filtered',
  'guardrail_intervened',
  'safety',
  'recitation',
  'blocklist',
  'prohibited_content',
  'spii',
  'model_armor',
  'image_safety',
  'image_prohibited_content',
  'sensitive',
]);

/** Whether an answer ended because the model declined or a filter blocked it. */
export function isWithheld(stopReason: string | null): boolean {
  return stopReason !== null && withheld.has(stopReason.toLowerCase());
}
