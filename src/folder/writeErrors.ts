import { UserError } from '../core/base/errors.ts';

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file of that name is in the way',
};

/** Turns an error of the file system into a UserError for the folder; returns other errors as they are. */
export function unwritable(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const reason = reasons[String(error.code)] ?? error.message;
  return new UserError(
    `Cannot write to the run folder ${folder}: ${reason}. Set "output" to a folder that you may write to.`,
    { cause: error },
  );
}
