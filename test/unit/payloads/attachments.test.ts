import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import type { PlanInput } from '../../../src/core/plan/plan.ts';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { loadAttachments } from '../../../src/measure/payloads/attachments.ts';
import { payloadsOf } from '../../../src/measure/payloads/payloadsOf.ts';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { realEndpoint } from '../endpoints/support/runs.ts';
import { withFolder } from '../folder/support/withFolder.ts';

/** The smallest PNG there is: one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const encoded = png.toString('base64');
const pdf = Buffer.from('%PDF-1.4\n');
const wav = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt '), Buffer.alloc(24)]);

function withFiles<T>(use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async folder => {
    // Misnamed on purpose: the bytes decide.
    const files = { 'photo.jpg': png, report: pdf, 'tone.wav': wav, 'plain.mp3': Buffer.from('?') };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, 'notes.txt'), 'just words');
    return use(folder);
  });
}

async function payloadFor(
  endpoint: EndpointConfigInput,
  attachments: PlanInput['attachments'],
  folder: string,
) {
  const plan = parsePlan({ endpoint, prompt: 'What is it?', attachments, maxTokens: 9 }, 'The plan');
  const made = await realEndpoint(endpoint, 'key');
  try {
    return await payloadsOf(plan, made, folder);
  } finally {
    made.close();
  }
}

describe('attachments of a plan', () => {
  it('are what their first bytes say, else what their name says', () =>
    withFiles(async baseFolder => {
      const found = await loadAttachments(['photo.jpg', 'report', 'tone.wav', 'plain.mp3'], { baseFolder });
      assert.deepEqual(
        found.map(({ kind, mime, name, data }) => [kind, mime, name, data.length]),
        [
          ['image', 'image/png', 'photo.jpg', png.length],
          ['document', 'application/pdf', 'report', pdf.length],
          ['audio', 'audio/wav', 'tone.wav', wav.length],
          ['audio', 'audio/mpeg', 'plain.mp3', 1],
        ],
      );
    }));

  it('that are missing or of an unknown type are refused by name', () =>
    withFiles(async baseFolder => {
      await assert.rejects(loadAttachments(['notes.txt'], { baseFolder }), {
        name: 'UserError',
        message: '"attachments": notes.txt is not a recognized image, audio, video or PDF file.',
      });
      await assert.rejects(loadAttachments(['none.png'], { baseFolder }), {
        name: 'UserError',
        message: `The attached file ${join(baseFolder, 'none.png')} does not exist.`,
      });
    }));

  it('reach the payload of every kind that takes them', () =>
    withFiles(async folder => {
      const text = 'What is it?';
      const url = `data:image/png;base64,${encoded}`;
      const chat = [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url } },
            { type: 'text', text },
          ],
        },
      ];
      const local = { model: 'm', baseUrl: 'http://localhost:9' };
      const aws = { model: 'm', region: 'us-east-1' };
      const cases: [EndpointConfigInput, JsonObject][] = [
        [
          { kind: 'openai-chat', ...local },
          { messages: chat, max_tokens: 9 },
        ],
        [
          { kind: 'litellm', ...local },
          { messages: chat, max_tokens: 9 },
        ],
        [
          { kind: 'openai-responses', ...local },
          {
            input: [
              {
                role: 'user',
                content: [
                  { type: 'input_image', detail: 'auto', image_url: url },
                  { type: 'input_text', text },
                ],
              },
            ],
            max_output_tokens: 9,
          },
        ],
        [
          { kind: 'anthropic-messages', ...local },
          {
            messages: [
              {
                role: 'user',
                content: [
                  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: encoded } },
                  { type: 'text', text },
                ],
              },
            ],
            max_tokens: 9,
          },
        ],
        [
          { kind: 'google-gemini', ...local },
          {
            contents: [
              { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: encoded } }, { text }] },
            ],
            generationConfig: { maxOutputTokens: 9 },
          },
        ],
        [
          { kind: 'bedrock-converse', ...aws },
          {
            messages: [
              {
                role: 'user',
                content: [{ image: { format: 'png', source: { bytes: new Uint8Array(png) } } }, { text }],
              },
            ],
            inferenceConfig: { maxTokens: 9 },
          },
        ],
      ];
      for (const [endpoint, expected] of cases) {
        const [payload] = await payloadFor(endpoint, ['photo.jpg'], folder);
        assert.deepEqual(payload, expected, endpoint.kind);
      }
    }));

  it('stand before or after the prompt, in the order of the plan', () =>
    withFiles(async folder => {
      await writeFile(join(folder, 'other.png'), png);
      const attachments = [{ file: 'photo.jpg', after: 'prompt' as const }, 'report', 'other.png'];
      const local = { model: 'm', baseUrl: 'http://localhost:9' };
      const kinds: EndpointConfigInput[] = [
        { kind: 'openai-chat', ...local },
        { kind: 'openai-responses', ...local },
        { kind: 'anthropic-messages', ...local },
        { kind: 'google-gemini', ...local },
        { kind: 'bedrock-converse', model: 'm', region: 'us-east-1' },
      ];
      for (const endpoint of kinds) {
        const [payload] = await payloadFor(endpoint, attachments, folder);
        const written = JSON.stringify(payload, (_, value) => (ArrayBuffer.isView(value) ? 'bytes' : value));
        const order = written.match(/What is it\?|"document"|application\/pdf|"image"|image\/png/g) ?? [];
        const parts = order
          .map(found => (/What/.test(found) ? 'text' : /image/.test(found) ? 'image' : 'document'))
          .filter((part, i, all) => part !== all[i - 1]);
        assert.deepEqual(parts, ['document', 'image', 'text', 'image'], endpoint.kind);
      }
    }));

  it('are refused before anything is sent by kinds that do not take them', () =>
    withFiles(async folder => {
      const aws = { model: 'm', region: 'us-east-1' };
      await assert.rejects(payloadFor({ kind: 'bedrock-invoke', ...aws }, ['photo.jpg'], folder), {
        name: 'UserError',
        message: /^"attachments": bedrock-invoke does not accept photo\.jpg \(image\/png\)\./,
      });
      await assert.rejects(
        payloadFor({ kind: 'anthropic-messages', model: 'm' }, ['photo.jpg', 'tone.wav'], folder),
        {
          name: 'UserError',
          message: /^"attachments": anthropic-messages does not accept tone\.wav .*audio\/wav/,
        },
      );
    }));

  it('go with a prompt, not with a payload', async () => {
    const endpoint: EndpointConfigInput = { kind: 'openai-chat', model: 'm', baseUrl: 'http://localhost:9' };
    const plan = parsePlan({ endpoint, payload: { a: 1 }, attachments: ['x.png'] }, 'The plan');
    const made = await realEndpoint(endpoint, 'key');
    await assert.rejects(payloadsOf(plan, made, '/'), {
      name: 'UserError',
      message: '"attachments" goes with "prompt": a "payload" is sent as it is.',
    });
    made.close();
  });
});
