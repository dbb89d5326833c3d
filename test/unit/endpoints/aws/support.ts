import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsConfig } from '../../../../src/endpoints/aws/awsConfig.ts';
import { BedrockRuntime } from '../../../../src/endpoints/aws/bedrockRuntime.ts';
import type { EndpointSecrets } from '../../../../src/endpoints/contract/endpoint.ts';

/** Gives each test of a suite a home folder with its own AWS files, and no other AWS settings. */
export function withAwsFiles(files: { config: string; credentials: string }): { home(): string } {
  let folder = '';
  let before: NodeJS.ProcessEnv = {};
  beforeEach(async () => {
    before = { ...process.env };
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    folder = await mkdtemp(join(tmpdir(), 'llmeter-aws-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    Object.assign(process.env, {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });
  afterEach(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await rm(folder, { recursive: true });
  });
  return { home: () => folder };
}

/** The region of a request to Bedrock, its access key and its signing name. */
export async function access(config: AwsConfig, secrets: EndpointSecrets = {}): Promise<string[]> {
  const runtime = await BedrockRuntime.open(config, secrets);
  const { InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const { headers } = await runtime.request(client =>
    client.send(new InvokeModelCommand({ modelId: 'm', body: '{}' })),
  );
  const names = new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
  const scope = /Credential=(\w+)\/\d+\/([\w-]+\/\w+)\//.exec(names.get('authorization') ?? '');
  const token = names.get('x-amz-security-token');
  return [runtime.region, scope?.[1] ?? '', scope?.[2] ?? '', ...(token === undefined ? [] : [token])];
}
