/**
 * Milliseconds that a test in a browser waits for one thing to appear. It only has to end a test that hangs:
 * on a busy machine everything takes much longer than usual.
 */
export const patienceMs = 90_000;

/** Milliseconds that a test in a real VS Code may take as a whole. */
export const testPatienceMs = 300_000;
