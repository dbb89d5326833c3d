/** Where a plan comes from: what of it the person chose, and what somebody else may have written. */
export interface PlanPlace {
  /** Folders that the person works in. A plan in one of them may use what is in that folder. */
  readonly folders: readonly string[];
  /**
   * The keys of the plan that the person set themselves, such as `endpoint.baseUrl`; a key stands for all keys
   * inside it, and the empty one for the whole plan.
   */
  readonly chosen: readonly string[];
  /** The plan lies elsewhere than its paths start from, as that of a report does: it may use nothing there. */
  readonly apart?: boolean;
}

/** Things of one kind that a measurement needs consent for. */
export interface ConsentSection {
  /** What happens, up to a colon: "Sends a key". */
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a measurement does that a person has to agree to, in words for every front end. */
export interface ConsentList {
  /** Of exactly this list. `agreed` of a measurement must be it. */
  readonly hash: string;
  /** Empty = no consent is needed. */
  readonly sections: readonly ConsentSection[];
  /** How much is sent, and what it costs at most, as sentences. */
  readonly amount: readonly string[];
  /** The folder of the plan: an agreement is remembered for it. */
  readonly folder: string;
}
