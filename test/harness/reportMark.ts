/** Stands before every line of mocha's report that comes out of an extension host. */
export const reportMark = '[mocha] ';
