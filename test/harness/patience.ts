/**
 * Milliseconds that a test in a browser waits for one thing to appear. The limit is only for tests that hang,
 * so it is long: on a busy machine, everything takes much longer than usual.
 */
export const patienceMs = 90_000;

/** Milliseconds that a test in a real VS Code may take as a whole. */
export const testPatienceMs = 300_000;
