import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { UserError } from '../../core/base/errors.ts';
import { s3Parts } from '../../core/base/s3Address.ts';
import { clientOptions, explained } from './s3.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Region and profile of a plan's endpoint; what is missing is found as the AWS tools do. */
export interface S3Access {
  region?: string | undefined;
  profile?: string | undefined;
}

interface Place {
  bucket: string;
  /** Ends with "/", or is empty. */
  prefix: string;
}

function placeOf(address: string, key: string): Place {
  const parts = s3Parts(address);
  if (parts === null) throw new UserError(`${key} "${address}" must look like s3://bucket/prefix.`);
  const trimmed = parts.key.replace(/\/+$/, '');
  return { bucket: parts.bucket, prefix: trimmed === '' ? '' : `${trimmed}/` };
}

/** Throws UserError if nothing can be written there, as far as this is known without writing. */
export async function checkUpload(
  address: string,
  access: S3Access,
  environment: Environment,
): Promise<void> {
  const { bucket } = placeOf(address, '"output"');
  await withClient(access, environment, async client => {
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
    } catch (error) {
      // Who may write need not be allowed to ask.
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403) return;
      throw new UserError(`"output" ${address} cannot be written: ${explained(error)}`);
    }
  });
}

/** Copies a folder to below an address, under its name or, if that is taken, one like it. Returns where it is. */
export function uploadFolder(
  folder: string,
  address: string,
  access: S3Access,
  environment: Environment,
): Promise<string> {
  const { bucket, prefix } = placeOf(address, '"output"');
  return withClient(access, environment, async client => {
    try {
      const name = await freeName(client, bucket, prefix, basename(folder));
      for (const file of await filesIn(folder)) {
        const path = join(folder, file);
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: `${prefix}${name}/${file.replaceAll(sep, '/')}`,
            Body: createReadStream(path),
            ContentLength: (await stat(path)).size,
          }),
        );
      }
      return `s3://${bucket}/${prefix}${name}`;
    } catch (error) {
      throw new UserError(explained(error));
    }
  });
}

/** Copies everything below an address into a new folder inside `parent`. Throws UserError if there is nothing. */
export function downloadFolder(address: string, parent: string, environment: Environment): Promise<string> {
  const { bucket, prefix } = placeOf(address, 'The folder');
  const folder = join(parent, basename(prefix) || bucket);
  return withClient({}, environment, async client => {
    let names: string[];
    try {
      names = await namesBelow(client, bucket, prefix);
      for (const name of names) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + name }));
        const file = join(folder, name);
        await mkdir(dirname(file), { recursive: true });
        await pipeline(Body as Readable, createWriteStream(file));
      }
    } catch (error) {
      throw new UserError(`The folder ${address} cannot be read: ${explained(error)}`);
    }
    if (names.length === 0) throw new UserError(`The folder ${address} does not exist, or is empty.`);
    return folder;
  });
}

async function namesBelow(client: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix },
  )) {
    names.push(...Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
  }
  // A name must not lead out of the folder.
  return names.filter(name => name !== '' && !name.endsWith('/') && !name.split('/').includes('..'));
}

async function freeName(client: S3Client, bucket: string, prefix: string, name: string): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const wanted = copy === 1 ? name : `${name}-${copy}`;
    const asked = { Bucket: bucket, Prefix: `${prefix}${wanted}/`, MaxKeys: 1 };
    const { Contents = [] } = await client.send(new ListObjectsV2Command(asked));
    if (Contents.length === 0) return wanted;
  }
}

/** All files of a folder, relative to it. The summary is last: if it exists, all files are complete. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)));
  const isLast = (file: string) => basename(file) === 'summary.json';
  return files.sort((a, b) => Number(isLast(a)) - Number(isLast(b)) || a.localeCompare(b));
}

async function withClient<T>(
  access: S3Access,
  environment: Environment,
  use: (client: S3Client) => Promise<T>,
): Promise<T> {
  const client = new S3Client({
    ...clientOptions(access, environment),
    // A file is sent as it is read, so its checksum would have to follow it, which not every server understands.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
