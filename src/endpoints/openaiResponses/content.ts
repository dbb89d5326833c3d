import type { JsonObject, JsonValue } from '../../core/base/jsonValue.ts';
import { dataUrl, type Media } from '../../core/plan/media.ts';
import { aroundPrompt } from '../shared/aroundPrompt.ts';
import { mediaRefusal } from '../shared/mediaRefusal.ts';

const image = (media: Media): JsonObject => ({
  type: 'input_image',
  detail: 'auto',
  image_url: dataUrl(media),
});
const file = (media: Media): JsonObject => ({
  type: 'input_file',
  filename: media.name ?? 'document.pdf',
  file_data: dataUrl(media),
});

/** The parts of the Responses API by MIME type (`ResponseInputContent` of the SDK: no audio, no video). */
const parts: Readonly<Record<string, (media: Media) => JsonObject>> = {
  'image/jpeg': image,
  'image/png': image,
  'image/gif': image,
  'image/webp': image,
  'application/pdf': file,
};

/** A message's `content`: only the text, or the files and the text in the order of the plan. Throws UserError. */
export function responsesContent(kind: string, prompt: string, media: readonly Media[] = []): JsonValue {
  if (media.length === 0) return prompt;
  const files = media.map(item => {
    const part = parts[item.mime];
    if (!part) throw mediaRefusal(kind, item, Object.keys(parts));
    return part(item);
  });
  return aroundPrompt<JsonObject>(media, files, { type: 'input_text', text: prompt });
}
