import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findS3 } from '../../../src/measure/payloads/s3.ts';
import { bytesOf } from '../../../src/measure/payloads/sourceFile.ts';

/** What the server was asked, and by whom. */
interface Asked {
  path: string;
  authorization: string;
}

/** As much of S3 as reading needs: objects, and lists of them in pages of one. */
async function withS3<T>(
  objects: Record<string, string>,
  use: (environment: Record<string, string>, asked: Asked[]) => Promise<T>,
): Promise<T> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push({ path: url.pathname, authorization: request.headers.authorization ?? '' });
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    const key = rest.join('/');
    const fail = (code: string) =>
      response
        .writeHead(404, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code></Error>`);
    if (bucket !== 'data') fail('NoSuchBucket');
    else if (url.searchParams.has('list-type')) {
      const prefix = url.searchParams.get('prefix') ?? '';
      const keys = Object.keys(objects).filter(
        name => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'),
      );
      const page = Number(url.searchParams.get('continuation-token') ?? 0);
      const more = page + 1 < keys.length;
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(
          `<ListBucketResult><IsTruncated>${more}</IsTruncated>` +
            `${more ? `<NextContinuationToken>${page + 1}</NextContinuationToken>` : ''}` +
            `${page in keys ? `<Contents><Key>${keys[page]}</Key></Contents>` : ''}</ListBucketResult>`,
        );
    } else if (Object.hasOwn(objects, key)) response.end(objects[key]);
    else fail('NoSuchKey');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` }, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('s3:// addresses', () => {
  const saved = { ...process.env };
  before(() => {
    // Where the SDK finds credentials is its own affair: the environment is its first place.
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' });
  });
  after(() => {
    for (const key of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      if (saved[key] === undefined) delete process.env[key];
      else process.env[key] = saved[key];
    }
  });

  const objects = {
    'set/b.jsonl': '{"n": 2}',
    'set/a.json': '{"n": 1}',
    'set/x.txt': '',
    'set/in/c.json': '',
  };
  const aws = { region: 'eu-west-1' };
  const json = (name: string) => /\.jsonl?$/.test(name);
  const read = (url: string, environment: Record<string, string>) =>
    findS3(url, 'payload', json, aws, environment).then(files =>
      Promise.all(files.map(async file => [file.name, new TextDecoder().decode(await bytesOf(file))])),
    );

  it('an object is read, signed for the region', () =>
    withS3(objects, async (environment, asked) => {
      assert.deepEqual(await read('s3://data/set/a.json', environment), [['a.json', '{"n": 1}']]);
      assert.deepEqual(
        asked.map(({ path }) => path),
        ['/data/set/a.json'],
      );
      assert.match(asked[0]?.authorization ?? '', /Credential=AKIDTEST\/\d+\/eu-west-1\/s3\/aws4_request/);
    }));

  it('a prefix gives its payload files in name order, page by page', () =>
    withS3(objects, async environment => {
      assert.deepEqual(await read('s3://data/set/', environment), [
        ['a.json', '{"n": 1}'],
        ['b.jsonl', '{"n": 2}'],
      ]);
    }));

  it('what does not exist is named', () =>
    withS3(objects, async environment => {
      for (const url of ['s3://data/none.json', 's3://nowhere/a.json']) {
        await assert.rejects(read(url, environment), {
          name: 'UserError',
          message: `The payload ${url} cannot be read: it does not exist.`,
        });
      }
      await assert.rejects(read('s3://', environment), /must look like s3:\/\/bucket\/key\.$/);
    }));
});
