/** A file that payloads, prompts or attachments are read from, wherever it is. */
export interface SourceFile {
  /** Its name without its folder, for error messages. */
  name: string;
  bytes: Uint8Array;
}

/** Where relative paths start, and how `s3://` addresses are reached. */
export interface SourceContext {
  baseFolder: string;
  /** AWS profile and region of the plan's endpoint, where it has them. */
  aws?: { region?: string | undefined; profile?: string | undefined } | undefined;
}
