import { UserError } from '../../core/base/errors.ts';
import type { Media } from '../../core/plan/media.ts';

/** The error for a file that this kind of endpoint does not accept. */
export function mediaRefusal(kind: string, { name, mime }: Media, supported: readonly string[]): UserError {
  const file = `"attachments": ${kind} does not accept ${name ?? 'a file'} (${mime}).`;
  return new UserError(
    supported.length === 0
      ? `${file} It accepts no attachments.`
      : `${file} It accepts ${supported.join(', ')}.`,
  );
}

/** Throws UserError if there are files. For kinds of endpoints that accept none. */
export function refuseMedia(kind: string, media: readonly Media[] = []): void {
  const [first] = media;
  if (first) throw mediaRefusal(kind, first, []);
}
