import type { JsonValue } from '../core/base/jsonValue.ts';

/** A number of a folder that does not follow from its records. */
export interface Difference {
  /** Its file, relative to the folder. */
  file: string;
  /** Where it is in the file: `ttft.p99`, `line 7, time_per_output_token`. */
  key: string;
  /** null = missing. */
  stored: JsonValue;
  /** A value, or a sentence about what is right. */
  recomputed: JsonValue;
}

/** A number that no record determines, and why. */
export interface Unchecked {
  file: string;
  key: string;
  reason: string;
}

/** What was recomputed of one run or experiment. */
export interface VerifiedFolder {
  folder: string;
  /** Number of values that were recomputed, with those that differ. */
  checked: number;
  differences: Difference[];
  unchecked: Unchecked[];
}

/** A folder that the user named: itself, and the runs in it. */
export interface Verification {
  folder: string;
  /** Whether every value that was recomputed agrees. */
  agrees: boolean;
  parts: VerifiedFolder[];
}
