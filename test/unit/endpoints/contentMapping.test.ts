import assert from 'node:assert/strict';
import type { Media } from '../../../src/core/plan/media.ts';
import { messageContent } from '../../../src/endpoints/anthropicMessages/content.ts';
import { converseBlocks } from '../../../src/endpoints/bedrockConverse/content.ts';
import { geminiParts } from '../../../src/endpoints/googleGemini/content.ts';
import { chatContent } from '../../../src/endpoints/openaiChat/content.ts';
import { responsesContent } from '../../../src/endpoints/openaiResponses/content.ts';
import { refuseMedia } from '../../../src/endpoints/shared/mediaRefusal.ts';

const data = Uint8Array.of(1, 2, 3);
const kinds = { image: 'image', audio: 'audio', video: 'video', application: 'document' } as const;

function media(mime: string, name: string | null = 'a.bin'): Media {
  return { kind: kinds[mime.split('/')[0] as keyof typeof kinds], data, mime, name };
}

const images = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

describe('files become the parts of each API', () => {
  it('Chat Completions', () => {
    for (const mime of images) {
      assert.deepEqual(chatContent('k', 'hi', [media(mime)]), [
        { type: 'image_url', image_url: { url: `data:${mime};base64,AQID` } },
        { type: 'text', text: 'hi' },
      ]);
    }
    assert.deepEqual(
      chatContent('k', 'hi', [media('audio/mpeg'), media('audio/wav'), media('application/pdf', 'r.pdf')]),
      [
        { type: 'input_audio', input_audio: { data: 'AQID', format: 'mp3' } },
        { type: 'input_audio', input_audio: { data: 'AQID', format: 'wav' } },
        { type: 'file', file: { file_data: 'data:application/pdf;base64,AQID', filename: 'r.pdf' } },
        { type: 'text', text: 'hi' },
      ],
    );
    assert.deepEqual(chatContent('k', 'hi', [media('application/pdf', null)]), [
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AQID' } },
      { type: 'text', text: 'hi' },
    ]);
  });

  it('Converse, by the kind of the file and the format of its type', () => {
    const formats = {
      'image/jpeg': 'jpeg',
      'image/png': 'png',
      'image/gif': 'gif',
      'image/webp': 'webp',
      'video/mp4': 'mp4',
      'video/quicktime': 'mov',
      'video/x-msvideo': 'avi',
      'audio/mpeg': 'mp3',
      'audio/wav': 'wav',
      'audio/x-wav': 'wav',
      'audio/ogg': 'ogg',
    };
    for (const [mime, format] of Object.entries(formats)) {
      const item = media(mime);
      assert.deepEqual(converseBlocks('k', 'hi', [item]), [
        { [item.kind]: { format, source: { bytes: data } } },
        { text: 'hi' },
      ]);
    }
  });

  it('Converse names documents with allowed characters, each differently', () => {
    const names = ['Q3 report_final.pdf', 'Q3 report+final.pdf', '報告.pdf', null, `${'x'.repeat(300)}.pdf`];
    const blocks = converseBlocks(
      'k',
      'hi',
      names.map(name => media('application/pdf', name)),
    );
    assert.deepEqual(
      blocks.slice(0, -1).map(block => block['document']),
      ['Q3 report final', 'Q3 report final (2)', 'document', 'document (2)', 'x'.repeat(150)].map(name => ({
        format: 'pdf',
        name,
        source: { bytes: data },
      })),
    );
  });

  it('Messages of Anthropic', () => {
    for (const mime of [...images, 'application/pdf']) {
      assert.deepEqual(messageContent('k', 'hi', [media(mime)]), [
        {
          type: mime === 'application/pdf' ? 'document' : 'image',
          source: { type: 'base64', media_type: mime, data: 'AQID' },
        },
        { type: 'text', text: 'hi' },
      ]);
    }
  });

  it('Responses', () => {
    assert.deepEqual(responsesContent('k', 'hi', [media('image/png'), media('application/pdf', 'r.pdf')]), [
      { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,AQID' },
      { type: 'input_file', filename: 'r.pdf', file_data: 'data:application/pdf;base64,AQID' },
      { type: 'input_text', text: 'hi' },
    ]);
  });

  it('Gemini, with its own names for some types', () => {
    const named = {
      'image/png': 'image/png',
      'audio/mpeg': 'audio/mp3',
      'video/quicktime': 'video/mov',
      'application/pdf': 'application/pdf',
    };
    for (const [mime, mimeType] of Object.entries(named)) {
      assert.deepEqual(geminiParts('k', 'hi', [media(mime)]), [
        { inlineData: { mimeType, data: 'AQID' } },
        { text: 'hi' },
      ]);
    }
  });

  it('a prompt without files does not change', () => {
    for (const none of [undefined, []]) {
      assert.equal(chatContent('k', 'hi', none), 'hi');
      assert.equal(messageContent('k', 'hi', none), 'hi');
      assert.equal(responsesContent('k', 'hi', none), 'hi');
      assert.deepEqual(converseBlocks('k', 'hi', none), [{ text: 'hi' }]);
      assert.deepEqual(geminiParts('k', 'hi', none), [{ text: 'hi' }]);
      refuseMedia('k', none);
    }
  });

  it('unsupported kinds are rejected before sending, naming what is supported', () => {
    const makers = {
      'openai-chat': [chatContent, ['video/mp4', 'audio/x-wav', 'audio/ogg', 'image/tiff']],
      'bedrock-converse': [converseBlocks, ['image/tiff', 'audio/flac']],
      'anthropic-messages': [messageContent, ['audio/mpeg', 'video/mp4', 'image/bmp']],
      'openai-responses': [responsesContent, ['audio/wav', 'video/mp4']],
      'google-gemini': [geminiParts, ['image/gif', 'image/tiff']],
    } as const;
    for (const [kind, [make, mimes]] of Object.entries(makers)) {
      for (const mime of mimes) {
        assert.throws(() => make(kind, 'hi', [media(mime, 'f.x')]), {
          name: 'UserError',
          message: new RegExp(
            `^"attachments": ${kind} does not accept f\\.x \\(${mime}\\)\\. It accepts image/\\w+, .*\\.$`,
          ),
        });
      }
    }
    assert.throws(() => refuseMedia('bedrock-invoke', [media('image/png', 'f.png')]), {
      name: 'UserError',
      message: '"attachments": bedrock-invoke does not accept f.png (image/png). It accepts no attachments.',
    });
  });
});
