import { toBase64 } from '../../core/base/base64.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Media } from '../../core/plan/media.ts';
import { aroundPrompt } from '../shared/aroundPrompt.ts';
import { mediaRefusal } from '../shared/mediaRefusal.ts';

/**
 * What Gemini accepts as `inlineData`, and its own names for MIME types (ai.google.dev/gemini-api/docs:
 * image, audio, video and document understanding).
 */
const mimeTypes: Readonly<Record<string, string>> = {
  'image/png': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/webp': 'image/webp',
  'image/heic': 'image/heic',
  'image/heif': 'image/heif',
  'audio/mpeg': 'audio/mp3',
  'audio/wav': 'audio/wav',
  'audio/aiff': 'audio/aiff',
  'audio/aac': 'audio/aac',
  'audio/ogg': 'audio/ogg',
  'audio/flac': 'audio/flac',
  'video/mp4': 'video/mp4',
  'video/mpeg': 'video/mpeg',
  'video/quicktime': 'video/mov',
  'video/x-msvideo': 'video/avi',
  'video/webm': 'video/webm',
  'application/pdf': 'application/pdf',
};

/** The `parts` of a user's content: the files and the text in the order of the plan. Throws UserError. */
export function geminiParts(kind: string, prompt: string, media: readonly Media[] = []): JsonObject[] {
  const files = media.map(item => {
    const mimeType = mimeTypes[item.mime];
    if (!mimeType) throw mediaRefusal(kind, item, Object.keys(mimeTypes));
    return { inlineData: { mimeType, data: toBase64(item.data) } };
  });
  return aroundPrompt<JsonObject>(media, files, { text: prompt });
}
