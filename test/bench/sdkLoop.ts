import OpenAI from 'openai';
import { type Load, type Measured, report } from './load.ts';

/** What most people write: `for await` over the official SDK, timing each chunk as it comes out. */
const load: Load = JSON.parse(process.argv[2] ?? '{}');
const client = new OpenAI({ apiKey: 'none', baseURL: load.baseUrl, maxRetries: 0 });
let measured: Measured[] = [];

async function once(): Promise<void> {
  const start = performance.now();
  let first = Number.NaN;
  let last = Number.NaN;
  let id = '';
  const stream = await client.chat.completions.create({
    model: 'sim',
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'user', content: load.prompt }],
    max_tokens: 1000,
  });
  for await (const chunk of stream) {
    id ||= chunk.id;
    if (!chunk.choices[0]?.delta.content) continue;
    last = performance.now();
    if (Number.isNaN(first)) first = last;
  }
  measured.push({ id, ttft: (first - start) / 1000, ttlt: (last - start) / 1000 });
}

async function clientLoop(index: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, (load.rampUp * 1000 * index) / load.clients));
  for (let request = 0; request < load.requests; request += 1) await once();
}

async function warmUp(): Promise<void> {
  for (let request = 0; request < load.warmup; request += 1) await once();
}

await Promise.all(Array.from({ length: load.clients }, warmUp));
measured = [];
const before = process.cpuUsage();
await Promise.all(Array.from({ length: load.clients }, (_, index) => clientLoop(index)));
report(measured, process.cpuUsage(before));
