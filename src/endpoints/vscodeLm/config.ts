import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

const about = (description: string) => z.meta({ description });
const { model, name } = commonEndpointFields;

export const vscodeLmConfig = z.strictObject({
  kind: z.literal('vscode-lm'),
  model,
  name,
  stream: z._default(z.literal(true), true).check(about('Always true: VS Code streams every answer.')),
  provider: z
    ._default(z.string(), 'copilot')
    .check(about('Vendor of the model as VS Code names it, e.g. copilot. Written to result files.')),
  family: z.optional(
    z.string().check(z.minLength(1), about('Use only a model of this family, e.g. gpt-4o; default: any.')),
  ),
  version: z.optional(
    z.string().check(z.minLength(1), about('Use only a model of this version; default: any.')),
  ),
  modelOptions: z.optional(
    z
      .record(z.string(), z.unknown())
      .check(about('Options passed to the model’s provider with every request. Each provider has its own.')),
  ),
  justification: z
    ._default(z.string().check(z.minLength(1)), 'It measures how fast the models answer.')
    .check(about('The reason that VS Code shows when it asks the user for permission.')),
});

export type VscodeLmConfig = z.infer<typeof vscodeLmConfig>;

export const vscodeLmKind: EndpointKind = {
  id: 'vscode-lm',
  label: 'VS Code language models',
  description: 'Models inside VS Code, from Copilot and other extensions; only in the editor',
  defaultBaseUrl: null,
  simulatedPath: null,
  apiKeyEnv: null,
  exampleModel: 'gpt-4o',
  providers: [],
  usualClients: 1,
  presets: [],
};
