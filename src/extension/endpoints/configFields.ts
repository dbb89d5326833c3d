import { type EndpointConfig, endpointConfigSchema, kindOf } from '../../endpoints/kinds.ts';
import { isReachedWithAws } from '../../endpoints/shared/servers.ts';

/** An option of an endpoint kind that a short question can change. */
export interface ConfigField {
  key: string;
  /** `baseUrl` as "Base URL". */
  label: string;
  type: 'text' | 'flag' | 'choice';
  /** The values of a choice. */
  choices: readonly string[];
}

/** The part of a schema's definition that says what to ask. */
interface Definition {
  type: string;
  /** The type without "optional" or a default. */
  innerType?: { def: Definition };
  /** The values of an enumeration. */
  entries?: Record<string, string>;
}

const types: Record<string, ConfigField['type']> = { string: 'text', boolean: 'flag', enum: 'choice' };
const abbreviations: Record<string, string> = { url: 'URL', api: 'API', ttft: 'TTFT', jmespath: 'JMESPath' };

/** Options that matter only for endpoints reached with AWS credentials. */
const ofAws: ReadonlySet<string> = new Set(['region', 'profile']);

/**
 * The options of an endpoint's kind, in the order of its schema. Options that do not apply or leave no choice
 * are left out, and so are those too large for a question, such as headers.
 */
export function configFields(config: EndpointConfig): ConfigField[] {
  const option = endpointConfigSchema.def.options.find(({ def }) =>
    def.shape.kind.def.values.some(kind => kind === config.kind),
  );
  return Object.entries<{ def: Definition }>(option?.def.shape ?? {}).flatMap(([key, schema]) => {
    const definition = ofValue(schema.def);
    const type = types[definition.type];
    const choices = Object.values(definition.entries ?? {});
    if (ofAws.has(key) && !isReachedWithAws(kindOf(config.kind), config)) return [];
    if (type === undefined || (type === 'choice' && choices.length < 2)) return [];
    return [{ key, label: labelOf(key), type, choices }];
  });
}

function ofValue(definition: Definition): Definition {
  return definition.innerType ? ofValue(definition.innerType.def) : definition;
}

function labelOf(key: string): string {
  const words = key.split(/(?=[A-Z])/).map(word => word.toLowerCase());
  const label = words.map(word => abbreviations[word] ?? word).join(' ');
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
}
