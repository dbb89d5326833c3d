import { UserError } from '../../core/base/errors.ts';

/** Throws UserError for an invalid header (RFC 9110 section 5). Never shows the value: it may be secret. */
export function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) {
    throw new UserError(`${JSON.stringify(name)} is not a valid header name: check "headers".`);
  }
  checkHeaderValue(`The header "${name}"`, value);
}

/** The same for only a value. `what` begins the sentence. */
export function checkHeaderValue(what: string, value: string): void {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new UserError(
      `${what} contains a line break or another character that is not allowed in HTTP headers.`,
    );
  }
}
