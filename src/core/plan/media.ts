import { toBase64 } from '../base/base64.ts';

export type MediaKind = 'image' | 'audio' | 'video' | 'document';

/** A file that is sent with a prompt (llmeter-format 1.8). */
export interface Media {
  readonly kind: MediaKind;
  readonly data: Uint8Array;
  readonly mime: string;
  /** File name without the folder; null if the bytes are not from a file. */
  readonly name: string | null;
  /** It is sent after the prompt, not before it. */
  readonly afterPrompt?: boolean;
}

/** MIME types by file extension, for files whose type cannot be detected from their bytes (llmeter-format 1.8). */
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

/** Aliases of MIME types that file type detectors report. */
const usualMime: Readonly<Record<string, string>> = {
  'audio/vnd.wave': 'audio/wav',
  'video/vnd.avi': 'video/x-msvideo',
};

/**
 * The bytes as media, or null if no endpoint could accept their type.
 * @param detected MIME type detected from the bytes; takes precedence over the name
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
