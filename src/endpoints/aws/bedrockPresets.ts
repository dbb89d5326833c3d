import type { EndpointPreset } from '../contract/endpointKind.ts';

/** The environment variable of the bearer token that all of Bedrock's APIs accept. */
export const bedrockToken = 'AWS_BEARER_TOKEN_BEDROCK';

/** Where a Bedrock runtime can be. The region is part of its address. */
export function bedrockPresets(exampleModel: string): EndpointPreset[] {
  const shared = { provider: 'bedrock', apiKeyEnv: bedrockToken, exampleModel };
  return [
    {
      ...shared,
      label: 'Amazon Bedrock',
      baseUrl: 'https://bedrock-runtime.YOUR-REGION.amazonaws.com',
    },
    {
      ...shared,
      label: 'Amazon Bedrock at another address (VPC endpoint, gateway)',
      baseUrl: 'http://localhost:8000',
      apiKeyEnv: null,
    },
  ];
}
