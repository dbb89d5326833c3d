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
    z.string().check(z.minLength(1), about('Only a model of this family, e.g. gpt-4o; default: any.')),
  ),
  version: z.optional(z.string().check(z.minLength(1), about('Only a model of this version; default: any.'))),
  modelOptions: z.optional(
    z
      .record(z.string(), z.unknown())
      .check(about('Handed to the model’s provider with every request; what it knows is its own matter.')),
  ),
  justification: z
    ._default(z.string().check(z.minLength(1)), 'It measures how fast the models answer.')
    .check(about('Why it is asked: VS Code shows this where it asks for permission.')),
});

export type VscodeLmConfig = z.infer<typeof vscodeLmConfig>;

export const vscodeLmKind: EndpointKind = {
  id: 'vscode-lm',
  label: 'VS Code language models',
  description: 'The editor’s own models, Copilot’s and those of other extensions; inside VS Code only',
  defaultBaseUrl: null,
  simulatedPath: null,
  apiKeyEnv: null,
  exampleModel: 'gpt-4o',
  providers: [],
  usualClients: 1,
  presets: [],
};
