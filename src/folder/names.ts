/** The files of a run folder: the first five are LLMeter's, the others are ours and it ignores them. */
export const runFiles = {
  payload: 'payload.jsonl',
  config: 'run_config.json',
  responses: 'responses.jsonl',
  summary: 'summary.json',
  stats: 'stats.json',
  trace: 'trace.jsonl',
  sidecar: 'llmeter.json',
} as const;
