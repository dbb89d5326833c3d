/** Prefix of every line of mocha's report from an extension host. */
export const reportMark = '[mocha] ';
