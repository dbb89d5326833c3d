import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';

/** A server of the Messages API: how requests reach it, and what its headers are called. */
export interface MessagesServer {
  /** null where there are no regions. */
  readonly awsRegion: string | null;
  readonly reusable: boolean;
  readonly requestIdHeader: string;
  request(prepared: JsonObject): Promise<PlainRequest>;
  modelsRequest(): Promise<PlainRequest | PlainRequest[]> | null;
  modelIds(body: unknown): string[];
}
