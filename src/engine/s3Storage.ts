import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { isS3Address } from '../core/base/s3Address.ts';
import type { Measurement, Uploaded } from '../protocol/measurement.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A measurement that writes to a local folder, which is then copied to `target`. */
interface Upload {
  measurement: Measurement;
  target: string;
  access: { region?: string; profile?: string };
}

/**
 * Folders at `s3://` addresses. A run writes its files on this machine, where they cannot be lost, and they are
 * copied when it has ended; a folder that is read is copied here first.
 */
export class S3Storage {
  readonly #environment: Environment;
  #temporary: Promise<string> | null = null;
  #copies = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** What to upload if a plan's `output` is at S3, else null. Throws UserError if it cannot be written. */
  async prepare(measurement: Measurement): Promise<Upload | null> {
    const upload = uploadOf(measurement);
    if (upload !== null) {
      const { checkUpload } = await import('../measure/payloads/s3Folder.ts');
      await checkUpload(upload.target, upload.access, this.#environment);
    }
    return upload;
  }

  /** Copies a finished measurement. Never rejects: what was measured is on this machine. */
  async upload(folder: string, { target, access }: Upload): Promise<Uploaded> {
    const { uploadFolder } = await import('../measure/payloads/s3Folder.ts');
    try {
      return { address: await uploadFolder(folder, target, access, this.#environment), problem: null };
    } catch (error) {
      return { address: target, problem: messageOf(error) };
    }
  }

  /** The folder itself, or a copy of one at S3 that lasts until `close`. */
  async local(folder: string): Promise<string> {
    if (!isS3Address(folder)) return folder;
    const { downloadFolder } = await import('../measure/payloads/s3Folder.ts');
    this.#temporary ??= mkdtemp(join(tmpdir(), 'llmeter-s3-'));
    this.#copies += 1;
    return downloadFolder(folder, join(await this.#temporary, String(this.#copies)), this.#environment);
  }

  async close(): Promise<void> {
    if (this.#temporary) await rm(await this.#temporary, { recursive: true, force: true });
  }
}

function uploadOf(measurement: Measurement): Upload | null {
  const plans: unknown[] =
    measurement.kind === 'ab' ? measurement.sides.map(({ plan }) => plan) : [measurement.plan];
  const [first] = plans.filter(plan => isJsonObject(plan));
  const target = first?.['output'];
  if (typeof target !== 'string' || !isS3Address(target)) return null;
  return { measurement: withLocalOutput(measurement), target, access: accessOf(first?.['endpoint']) };
}

function withLocalOutput(measurement: Measurement): Measurement {
  if (measurement.kind !== 'ab') return { ...measurement, plan: withoutOutput(measurement.plan) };
  return {
    ...measurement,
    sides: measurement.sides.map(side => ({ ...side, plan: withoutOutput(side.plan) })),
  };
}

function withoutOutput(plan: unknown): unknown {
  if (!isJsonObject(plan)) return plan;
  const { output: _, ...rest } = plan;
  return rest;
}

function accessOf(endpoint: JsonValue | undefined): Upload['access'] {
  const { region, profile }: JsonObject = isJsonObject(endpoint) ? endpoint : {};
  const isAws =
    isJsonObject(endpoint) && /bedrock|sagemaker/.test(`${endpoint['kind']} ${endpoint['provider']}`);
  return {
    ...(isAws && typeof region === 'string' && { region }),
    ...(isAws && typeof profile === 'string' && { profile }),
  };
}
