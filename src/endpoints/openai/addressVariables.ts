import { bedrockToken } from '../aws/bedrockPresets.ts';
import type { AddressVariable } from '../contract/endpointKind.ts';

/** As OpenAI's SDK reads them. */
export const openaiAddressVariables: readonly AddressVariable[] = [
  { name: 'OPENAI_BASE_URL', keys: ['OPENAI_API_KEY'] },
  { name: 'OPENAI_API_BASE', keys: [], replacedBy: 'OPENAI_BASE_URL' },
  { name: 'AZURE_OPENAI_ENDPOINT', azure: true, keys: ['AZURE_OPENAI_API_KEY'] },
  { name: 'AWS_BEDROCK_BASE_URL', providers: ['bedrock', 'bedrock-mantle'], keys: [bedrockToken] },
];
