import { toBase64 } from '../../core/base/base64.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import type { Media } from '../../core/plan/media.ts';
import { aroundPrompt } from '../shared/aroundPrompt.ts';
import { mediaRefusal } from '../shared/mediaRefusal.ts';

/** The blocks of the Messages API by MIME type: `Base64ImageSource` and `Base64PDFSource` of the SDK. */
const blocks: Readonly<Record<string, 'image' | 'document'>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'application/pdf': 'document',
};

/** A user message's `content`: only the text, or the files and the text in the order of the plan. Throws UserError. */
export function messageContent(kind: string, prompt: string, media: readonly Media[] = []): JsonValue {
  if (media.length === 0) return prompt;
  const files = media.map((item): JsonObject => {
    const type = blocks[item.mime];
    if (!type) throw mediaRefusal(kind, item, Object.keys(blocks));
    return { type, source: { type: 'base64', media_type: item.mime, data: toBase64(item.data) } };
  });
  return aroundPrompt<JsonObject>(media, files, { type: 'text', text: prompt });
}
