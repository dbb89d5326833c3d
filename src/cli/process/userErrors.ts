import { UserError } from '../../core/base/errors.ts';
import { RemoteError } from '../../protocol/channel.ts';

/** Whether an error is for the person who can fix it, wherever it was thrown. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UserError || (error instanceof RemoteError && error.name === UserError.name);
}
