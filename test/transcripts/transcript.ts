import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { InvocationResponse } from '../../src/core/request/response.ts';
import type { ResponseTrace } from '../../src/core/request/trace.ts';
import type { EndpointSecrets } from '../../src/endpoints/contract/endpoint.ts';
import type { EndpointConfigInput } from '../../src/endpoints/kinds.ts';

/** The expected result of a transcript: everything that depends on the answer's bytes and their times. */
export interface ExpectedRecord {
  response: Omit<InvocationResponse, 'input_payload' | 'input_prompt' | 'request_time' | 'retries'>;
  trace: Omit<
    ResponseTrace,
    | 'id'
    | 'phase'
    | 'client'
    | 'index'
    | 'payload'
    | 'intendedAt'
    | 'sentAt'
    | 'endedAt'
    | 'dns'
    | 'connect'
    | 'tls'
    | 'newConnection'
  >;
}

/**
 * One recorded answer. `<name>.http` contains the bytes as a server sends them. `<name>.json` contains the
 * endpoint that reads them, the lengths of the socket reads (10 ms apart; the connection closes after the
 * last one), and the expected result.
 */
export interface Transcript extends ExpectedRecord {
  name: string;
  about: string;
  endpoint: EndpointConfigInput;
  reads: number[];
  bytes: Buffer;
}

export function transcripts(): Transcript[] {
  const folder = import.meta.dirname;
  return globSync('*/*.json', { cwd: folder })
    .sort()
    .map(file => ({
      ...JSON.parse(readFileSync(join(folder, file), 'utf8')),
      name: file.replace(/\.json$/, ''),
      bytes: readFileSync(join(folder, file.replace(/json$/, 'http'))),
    }));
}

/** Whether the answer comes in binary frames, as AWS streams do, and not as text. */
export function isFramed({ bytes }: Transcript): boolean {
  const [head = ''] = bytes.toString('latin1').split('\r\n\r\n', 1);
  return /^content-type: *application\/vnd\.amazon\.eventstream/im.test(head);
}

/** A key for every endpoint that accepts one. */
export function secretsOf({ kind }: EndpointConfigInput): EndpointSecrets {
  if (kind !== 'sagemaker') return { apiKey: 'recorded' };
  return { aws: { accessKeyId: 'recorded', secretAccessKey: 'recorded' } };
}
