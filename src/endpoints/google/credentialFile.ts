import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { messageOf, UserError } from '../../core/base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const projectFields = { quota_project_id: z.optional(z.string()) };

const credentialSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('authorized_user'),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string(),
    ...projectFields,
  }),
  z.object({
    type: z.literal('service_account'),
    client_email: z.string(),
    private_key: z.string(),
    private_key_id: z.optional(z.string()),
    project_id: z.optional(z.string()),
    token_uri: z.optional(z.string()),
    ...projectFields,
  }),
]);

/** Application default credentials: of a person who signed in with gcloud, or of a service account. */
export type GoogleCredential = z.infer<typeof credentialSchema>;

/**
 * The file of Google's application default credentials; null if there is none. Throws UserError if it cannot be
 * used.
 */
export async function credentialFile(environment: Environment): Promise<GoogleCredential | null> {
  const named = environment['GOOGLE_APPLICATION_CREDENTIALS'];
  const file = named || wellKnownFile(environment);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!named && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UserError(`${whose(named)} ${file} cannot be read: ${messageOf(error)}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError(`${whose(named)} ${file} is not JSON.`);
  }
  const parsed = credentialSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const type = (json as { type?: unknown } | null)?.type;
  throw new UserError(
    `${whose(named)} ${file} holds credentials of the type "${type}", which are not supported: put the output of "gcloud auth print-access-token" into a variable, and name it with "apiKeyEnv" (--api-key-env).`,
  );
}

function whose(named: string | undefined): string {
  return named ? 'GOOGLE_APPLICATION_CREDENTIALS:' : 'Google’s credentials:';
}

function wellKnownFile(environment: Environment): string {
  const name = 'application_default_credentials.json';
  const configured = environment['CLOUDSDK_CONFIG'];
  if (configured) return join(configured, name);
  const windows = process.platform === 'win32' ? environment['APPDATA'] : undefined;
  return windows ? join(windows, 'gcloud', name) : join(homedir(), '.config', 'gcloud', name);
}
