import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsAddressVariables, awsFields } from '../aws/awsConfig.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { jmespathOption } from '../jmespath/jmespathOption.ts';

export const sagemakerConfig = z.strictObject({
  kind: z.literal('sagemaker'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.enum(['sagemaker']), 'sagemaker'),
  endpointName: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.meta({ description: 'Name of the SageMaker endpoint; default: the model id.' }),
      ),
  ),
  generatedTextJmespath: jmespathOption(
    'of the text in an answer (default: generated_text), or in each line of a stream (default: token.text).',
  ),
  inputTextJmespath: jmespathOption('of the text in a payload; default: inputs.'),
  tokenCountJmespath: jmespathOption(
    'of the number of generated tokens; default: details.generated_tokens; null = read none.',
  ),
});

export type SageMakerConfig = z.infer<typeof sagemakerConfig>;

export const sagemakerKind: EndpointKind = {
  id: 'sagemaker',
  label: 'Amazon SageMaker',
  description: 'Your own text generation model on a SageMaker endpoint; model = name of the endpoint',
  defaultBaseUrl: 'https://runtime.sagemaker.us-east-1.amazonaws.com',
  simulatedPath: '',
  apiKeyEnv: 'AWS_ACCESS_KEY_ID',
  exampleModel: 'my-endpoint',
  providers: ['sagemaker'],
  awsProviders: { sagemaker: null },
  addressVariables: awsAddressVariables('SAGEMAKER_RUNTIME', ['sagemaker'], []),
  presets: [
    {
      label: 'Amazon SageMaker endpoint',
      provider: 'sagemaker',
      baseUrl: 'https://runtime.sagemaker.YOUR-REGION.amazonaws.com',
      apiKeyEnv: null,
      exampleModel: 'my-endpoint',
    },
    {
      label: 'Amazon SageMaker at another address (VPC endpoint, gateway)',
      provider: 'sagemaker',
      baseUrl: 'http://localhost:8080',
      apiKeyEnv: null,
      exampleModel: 'my-endpoint',
    },
  ],
};
