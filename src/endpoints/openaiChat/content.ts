import { toBase64 } from '../../core/base/base64.ts';
import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import { dataUrl, type Media } from '../../core/plan/media.ts';
import { aroundPrompt } from '../shared/aroundPrompt.ts';
import { mediaRefusal } from '../shared/mediaRefusal.ts';

const image = (media: Media): JsonObject => ({ type: 'image_url', image_url: { url: dataUrl(media) } });
const audio =
  (format: string) =>
  ({ data }: Media): JsonObject => ({ type: 'input_audio', input_audio: { data: toBase64(data), format } });
const file = (media: Media): JsonObject => ({
  type: 'file',
  file: { file_data: dataUrl(media), ...(media.name !== null && { filename: media.name }) },
});

/** The parts of Chat Completions by MIME type (llmeter-format 1.3). */
const parts: Readonly<Record<string, (media: Media) => JsonObject>> = {
  'image/jpeg': image,
  'image/png': image,
  'image/gif': image,
  'image/webp': image,
  'audio/mpeg': audio('mp3'),
  'audio/wav': audio('wav'),
  'application/pdf': file,
};

/** A user message's `content`: only the text, or the files and the text in the order of the plan. Throws UserError. */
export function chatContent(kind: string, prompt: string, media: readonly Media[] = []): JsonValue {
  if (media.length === 0) return prompt;
  const files = media.map(item => {
    const part = parts[item.mime];
    if (!part) throw mediaRefusal(kind, item, Object.keys(parts));
    return part(item);
  });
  return aroundPrompt<JsonObject>(media, files, { type: 'text', text: prompt });
}
