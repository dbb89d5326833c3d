import type { Random } from './random.ts';

/**
 * What the simulated model can say: tokens as real tokenizers cut them, with the space in front. Two,
 * three and four byte characters, quotes, backslashes and line breaks are among them, because those
 * are what breaks decoders.
 */
const words = [
  ...[' the', ' a', ' of', ' and', ' to', ' in', ' is', ' that', ' with', ' for', ' as', ' on', ' by', ' it'],
  ...[' model', ' answer', ' request', ' latency', ' token', ' server', ' stream', ' quarter', ' result'],
  ...[' measured', ' waits', ' returns', ' arrives', ' grows', ' improves', ' explains', ' compares'],
  ...[
    ' quickly',
    ' often',
    ' rarely',
    ' almost',
    ' exactly',
    ' first',
    ' last',
    ' slow',
    ' steady',
    ' clear',
  ],
  ...[' users', ' people', ' engineers', ' networks', ' caches', ' queues', ' numbers', ' charts', ' words'],
  ...[' one', ' two', ' three', ' 42', ' 100', 'ing', 'ed', 's', ',', ',', '.', '.', ';', ':', ' "ready"'],
  ...[' café', ' naïve', ' Zürich', ' señor', ' œuvre', ' —', '…', ' ≤', ' €', ' привет', ' αβγ'],
  ...[' 東京', ' 模型', ' 안녕', ' नमस्ते', ' 🚀', ' 😀', ' 👩‍💻', ' 𝄞', ' C:\\logs', '.\n\n', '\t- '],
];

const openers = ['The', 'In', 'A', 'This', 'Here', 'Yes', 'Let', 'First', 'Água', '“'];

/** One seeded token; the first one opens a sentence and has no space in front. */
export function word(isFirst: boolean, random: Random): string {
  const from = isFirst ? openers : words;
  return from[Math.floor(random() * from.length)] ?? '';
}

/** Cuts a text into tokens, each a word with the space in front of it; joined they are the text again. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+(?:\s+$)?/gu) ?? [];
}
