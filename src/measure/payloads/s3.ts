import { GetObjectCommand, paginateListObjectsV2, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { s3Parts } from '../../core/base/s3Address.ts';
import type { SourceContext, SourceFile } from './sourceFile.ts';

/**
 * The object at `s3://bucket/key`, or all objects of a prefix that ends with "/" which `wanted` takes,
 * in name order. Region and credentials as the AWS tools find them, or the profile given; a server that
 * AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names is asked in its place. Throws UserError.
 */
export async function findS3(
  url: string,
  what: string,
  wanted: (name: string) => boolean,
  aws: NonNullable<SourceContext['aws']>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SourceFile[]> {
  const place = s3Parts(url);
  if (place === null) throw new UserError(`The ${what} address ${url} must look like s3://bucket/key.`);
  const { bucket, key } = place;
  const access: Access = { options: clientOptions(aws, environment), what, url };
  const object = (found: string): SourceFile => ({
    name: found.split('/').at(-1) ?? found,
    open: () => readObject(access, bucket, found),
  });
  if (key !== '' && !key.endsWith('/')) return [object(key)];
  const client = new S3Client(access.options);
  try {
    return (await keysOf(client, bucket, key, wanted)).map(object);
  } catch (error) {
    throw refusal(access, error);
  } finally {
    client.destroy();
  }
}

/** How objects are reached, and what error messages call them. */
interface Access {
  options: S3ClientConfig;
  what: string;
  url: string;
}

function refusal({ what, url }: Access, error: unknown): UserError {
  return new UserError(`The ${what} ${url} cannot be read: ${explained(error)}`);
}

async function* readObject(access: Access, bucket: string, key: string): AsyncGenerator<Uint8Array> {
  const client = new S3Client(access.options);
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body) yield* Body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw refusal(access, error);
  } finally {
    client.destroy();
  }
}

export function clientOptions(
  { region, profile }: NonNullable<SourceContext['aws']>,
  environment: Readonly<Record<string, string | undefined>>,
): S3ClientConfig {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  return {
    followRegionRedirects: true,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    // Servers like MinIO have no host name for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  };
}

async function keysOf(
  client: S3Client,
  bucket: string,
  prefix: string,
  wanted: (name: string) => boolean,
): Promise<string[]> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, Delimiter: '/' });
  for await (const { Contents } of pages) keys.push(...(Contents ?? []).flatMap(({ Key }) => Key ?? []));
  return keys.filter(key => key !== prefix && wanted(key.slice(prefix.length))).sort();
}

export function explained(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NoSuchKey' || name === 'NoSuchBucket' || name === 'NotFound') return 'it does not exist.';
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return `no AWS credentials (${messageOf(error)}): sign in with your AWS tools, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
  }
  if (/region is missing/i.test(messageOf(error))) return 'no AWS region: set AWS_REGION.';
  return messageOf(error);
}
