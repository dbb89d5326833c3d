import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsAddressVariables, awsFields } from '../aws/awsConfig.ts';
import { bedrockPresets, bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { jmespathOption } from '../jmespath/jmespathOption.ts';

export const bedrockInvokeConfig = z.strictObject({
  kind: z.literal('bedrock-invoke'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.enum(['bedrock']), 'bedrock'),
  generatedTextJmespath: jmespathOption(
    'of the text in an answer, or in each chunk of a stream; default: as in chat completions.',
  ),
  generatedTokenCountJmespath: jmespathOption('of the number of generated tokens; null = read none.'),
  inputTextJmespath: jmespathOption('of the text in a payload; default: messages[].content[].text.'),
  inputTokenCountJmespath: jmespathOption('of the number of prompt tokens; null = read none.'),
});

export type BedrockInvokeConfig = z.infer<typeof bedrockInvokeConfig>;

export const bedrockInvokeKind: EndpointKind = {
  id: 'bedrock-invoke',
  label: 'Amazon Bedrock InvokeModel',
  description: 'Any model on Amazon Bedrock, in its own format; JMESPaths say where text and counts are',
  defaultBaseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  simulatedPath: '',
  apiKeyEnv: bedrockToken,
  exampleModel: 'openai.gpt-oss-120b-1:0',
  providers: ['bedrock'],
  awsProviders: { bedrock: bedrockToken },
  addressVariables: awsAddressVariables('BEDROCK_RUNTIME', ['bedrock'], [bedrockToken]),
  presets: bedrockPresets('openai.gpt-oss-120b-1:0'),
};
