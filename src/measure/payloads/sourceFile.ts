/** A file that payloads, prompts or attachments are read from, wherever it is. */
export interface SourceFile {
  /** Its name without its folder, for error messages. */
  name: string;
  /** Where it is, if it is a local file. */
  path?: string;
  /** Its bytes, read as they are asked for. Each call reads the file again. */
  open(): AsyncIterable<Uint8Array>;
}

/** Where relative paths start, and how `s3://` addresses are reached. */
export interface SourceContext {
  baseFolder: string;
  /** AWS profile and region of the plan's endpoint, where it has them. */
  aws?: { region?: string | undefined; profile?: string | undefined } | undefined;
}

/** The whole file, for one that must be in memory as it is. */
export async function bytesOf(file: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
}

/** The name that says the form of a file, without the ending of its compression, in lower case. */
export function formOf(name: string): string {
  const [, ending = ''] = /(\.[^.]*)$/.exec(name.toLowerCase().replace(/\.gz$/, '')) ?? [];
  return ending;
}
