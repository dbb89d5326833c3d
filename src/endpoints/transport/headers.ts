import { UserError } from '../../core/base/errors.ts';

/** Throws UserError for what is no header (RFC 9110 section 5), without showing the value: it may be secret. */
export function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) {
    throw new UserError(`${JSON.stringify(name)} is not a header name: check "headers".`);
  }
  checkHeaderValue(`The header "${name}"`, value);
}

/** The same for a value alone; `what` begins the sentence. */
export function checkHeaderValue(what: string, value: string): void {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new UserError(`${what} holds a line break or another character that no HTTP header can carry.`);
  }
}
