/** Hears of every read from a socket, at the time that stamps what was read. It must return at once. */
export interface ReadWatch {
  /** `at`: the clock's milliseconds. */
  read(at: number): void;
}
