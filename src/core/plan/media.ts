import { toBase64 } from '../base/base64.ts';

export type MediaKind = 'image' | 'audio' | 'video' | 'document';

/** A file that goes along with a prompt (llmeter-format 1.8). */
export interface Media {
  readonly kind: MediaKind;
  readonly data: Uint8Array;
  readonly mime: string;
  /** Name of its file without the folder; null for bytes from elsewhere. */
  readonly name: string | null;
}

/** MIME types by file extension, for bytes that do not say themselves what they are (llmeter-format 1.8). */
const mimeOfExtension: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  avi: 'video/x-msvideo',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
};

/** Other names of types, as tools that look at bytes give them. */
const usualMime: Readonly<Record<string, string>> = {
  'audio/vnd.wave': 'audio/wav',
  'video/vnd.avi': 'video/x-msvideo',
};

/**
 * The media of some bytes, or null where they are of no kind that an endpoint could take.
 * @param detected MIME type by the bytes themselves; it wins over the name
 */
export function mediaOf(data: Uint8Array, name: string | null, detected: string | null): Media | null {
  const bare = detected?.split(';')[0]?.trim().toLowerCase();
  const extension = /\.([^.]+)$/.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  const mime = bare === undefined ? mimeOfExtension[extension] : (usualMime[bare] ?? bare);
  const kind = mime === undefined ? null : kindOfMime(mime);
  return mime === undefined || kind === null ? null : { kind, data, mime, name };
}

function kindOfMime(mime: string): MediaKind | null {
  if (mime === 'application/pdf') return 'document';
  const [kind] = mime.split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : null;
}

/** `data:` URL of a file's bytes. */
export function dataUrl({ mime, data }: Media): string {
  return `data:${mime};base64,${toBase64(data)}`;
}
