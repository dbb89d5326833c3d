import { UserError } from '../../core/base/errors.ts';
import type { Media } from '../../core/plan/media.ts';

/** The error for a file that this kind of endpoint has no place for. */
export function mediaRefusal(kind: string, { name, mime }: Media, supported: readonly string[]): UserError {
  const file = `"attachments": ${kind} cannot take ${name ?? 'a file'}, which is ${mime}.`;
  return new UserError(
    supported.length === 0 ? `${file} It takes no attachments.` : `${file} It takes ${supported.join(', ')}.`,
  );
}

/** Throws UserError where files go to a kind of endpoint that has no form for any. */
export function refuseMedia(kind: string, media: readonly Media[] = []): void {
  const [first] = media;
  if (first) throw mediaRefusal(kind, first, []);
}
