/** The files of a run folder. The first five are LLMeter's; LLMeter ignores the others, which are ours. */
export const runFiles = {
  payload: 'payload.jsonl',
  config: 'run_config.json',
  responses: 'responses.jsonl',
  summary: 'summary.json',
  stats: 'stats.json',
  trace: 'trace.jsonl',
  stalls: 'stalls.jsonl',
  sidecar: 'llmeter.json',
} as const;
