import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Media } from '../../core/plan/media.ts';
import { aroundPrompt } from '../shared/aroundPrompt.ts';
import { mediaRefusal } from '../shared/mediaRefusal.ts';

/** Formats of Converse by MIME type (llmeter-format 1.1). */
const formats: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/x-msvideo': 'avi',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/ogg': 'ogg',
};

/** A user message's blocks: the files and the text in the order of the plan. The SDK encodes the bytes. Throws UserError. */
export function converseBlocks(kind: string, prompt: string, media: readonly Media[] = []): JsonObject[] {
  const names = new Set<string>();
  const files = media.map((item): JsonObject => {
    const format = formats[item.mime];
    if (!format) throw mediaRefusal(kind, item, Object.keys(formats));
    const name = item.kind === 'document' && { name: documentName(item.name, names) };
    return { [item.kind]: { format, ...name, source: { bytes: item.data } } };
  });
  return aroundPrompt<JsonObject>(media, files, { text: prompt });
}

/**
 * A name for a document, which Converse requires: letters and digits, single spaces, hyphens, parentheses
 * and brackets. Names are unique within a message; `taken` holds those in use.
 */
function documentName(file: string | null, taken: Set<string>): string {
  const plain = (file ?? '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9\-()[\]]+/g, ' ')
    .trim()
    .slice(0, longestName);
  const base = plain || 'document';
  let name = base;
  for (let i = 2; taken.has(name); i += 1) name = `${base} (${i})`;
  taken.add(name);
  return name;
}

/** The API's limit is 200. This leaves room for a number. */
const longestName = 150;
