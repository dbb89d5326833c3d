import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface WrittenRun {
  clients?: number;
  /** Seconds, one per request; null = it failed. */
  ttft: readonly (number | null)[];
  prompt?: string;
  /** What the server reports; by default that it cached nothing. null = it reports nothing. */
  cached?: number | null;
  /** Minutes after the others; runs sent at the same times would be taken for one and the same. */
  minute: number;
}

/** Writes a run folder as Python LLMeter does, with times of one's choice; requests follow each other. */
export async function writeRun(folder: string, name: string, run: WrittenRun): Promise<string> {
  const { ttft, clients = 1, prompt = 'hi', cached = 0, minute } = run;
  const begin = Date.UTC(2026, 0, 1, 0, minute);
  const lines = ttft.map((time, i) =>
    JSON.stringify({
      response_text: time === null ? null : 'answer',
      input_payload: { prompt, max_tokens: 8 },
      id: `r${i}`,
      input_prompt: prompt,
      time_to_first_token: time,
      time_to_last_token: time === null ? null : time + 0.5,
      num_tokens_input: 3,
      num_tokens_input_cached: cached,
      num_tokens_output: time === null ? null : 8,
      error: time === null ? 'boom' : null,
      retries: 0,
      request_time: new Date(begin + Math.floor(i / clients) * 1000).toISOString(),
    }),
  );
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'responses.jsonl'), `${lines.join('\n')}\n`);
  const summary = {
    total_requests: ttft.length,
    clients,
    n_requests: ttft.length / clients,
    total_test_time: ttft.length / clients,
    model_id: 'm',
    provider: 'p',
    endpoint_name: 'e',
    run_name: name,
  };
  await writeFile(join(path, 'summary.json'), JSON.stringify(summary));
  await writeFile(join(path, 'stats.json'), '{}');
  return path;
}

/** `n` times around `middle` seconds, spread evenly over a tenth of it. */
export function timesAround(middle: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => middle * (0.95 + (0.1 * ((i * 37) % n)) / n));
}
