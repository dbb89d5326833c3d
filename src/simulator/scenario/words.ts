import type { Random } from './random.ts';

/**
 * The vocabulary of the simulated model: tokens as real tokenizers produce them, with a leading space. It includes
 * two-, three- and four-byte characters, quotes, backslashes and line breaks, because they break faulty decoders.
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

/** One seeded token; the first one opens a sentence and has no leading space. */
export function word(isFirst: boolean, random: Random): string {
  const from = isFirst ? openers : words;
  return from[Math.floor(random() * from.length)] ?? '';
}

/** Splits a text into tokens, each a word with its leading space; joined they are the same text. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+(?:\s+$)?/gu) ?? [];
}
