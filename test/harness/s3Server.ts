import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of S3's wire format as folders need: HEAD of a bucket, PUT and GET of objects, lists in pages of two. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  /** Methods and paths, in order. */
  readonly asked: string[] = [];
  /** The status of further PUT requests, to make them fail. */
  refuses: number | null = null;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** A server with one bucket. */
  static async open({ bucket }: { bucket: string }): Promise<S3Server> {
    const server = new S3Server(bucket);
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  readonly #bucket: string;
  private constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /** What makes the AWS SDK ask this server. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'AKIDTEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
    };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const { method = '' } = request;
    this.asked.push(`${method} ${url.pathname}`);
    const body = Buffer.concat(await request.toArray());
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    const fail = (status: number, code: string) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(method === 'HEAD' ? '' : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    };
    if (!request.headers.authorization?.includes('Credential=AKIDTEST/')) fail(403, 'AccessDenied');
    else if (bucket !== this.#bucket) fail(404, 'NoSuchBucket');
    else if (method === 'HEAD') response.end();
    else if (method === 'PUT') {
      if (this.refuses !== null) fail(this.refuses, 'AccessDenied');
      else {
        this.objects.set(key, body);
        response.end();
      }
    } else if (url.searchParams.has('list-type')) this.#list(url.searchParams, response);
    else if (this.objects.has(key)) response.end(this.objects.get(key));
    else fail(404, 'NoSuchKey');
  }

  #list(wanted: URLSearchParams, response: ServerResponse): void {
    const keys = [...this.objects.keys()].filter(key => key.startsWith(wanted.get('prefix') ?? '')).sort();
    const from = Number(wanted.get('continuation-token') ?? 0);
    const more = from + 2 < keys.length;
    const page = keys.slice(from, from + 2).map(key => `<Contents><Key>${key}</Key></Contents>`);
    const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${page.join('')}</ListBucketResult>`,
    );
  }
}
