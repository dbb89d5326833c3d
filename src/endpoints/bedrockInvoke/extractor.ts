import jmespath from 'jmespath';
import { messageOf, UserError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/jsonValue.ts';
import { asCount, asText, listOf } from '../jsonAccess.ts';
import type { BedrockInvokeConfig } from './config.ts';

interface Paths {
  generatedText: string | null;
  generatedTokenCount: string | null;
  inputText: string | null;
  inputTokenCount: string | null;
}

const wholeDefaults: Paths = {
  generatedText: 'choices[0].message.content',
  generatedTokenCount: 'usage.completion_tokens',
  inputText: 'messages[].content[].text',
  inputTokenCount: 'usage.prompt_tokens',
};

/** Bedrock puts its own counts into the last chunk, whatever the model's form is. */
const streamDefaults: Paths = {
  ...wholeDefaults,
  generatedText: 'choices[0].delta.content',
  generatedTokenCount: '"amazon-bedrock-invocationMetrics".outputTokenCount',
  inputTokenCount: '"amazon-bedrock-invocationMetrics".inputTokenCount',
};

/** Finds text and token counts by the endpoint's JMESPaths (spec 1.2). What is not there is null. */
export class Extractor {
  readonly #paths: Paths;

  /** Throws UserError that names a path which is none. */
  constructor(config: BedrockInvokeConfig) {
    const defaults = config.stream ? streamDefaults : wholeDefaults;
    const chosen = (path: string | null | undefined, usual: string | null) =>
      path === undefined ? usual : path;
    this.#paths = {
      generatedText: chosen(config.generatedTextJmespath, defaults.generatedText),
      generatedTokenCount: chosen(config.generatedTokenCountJmespath, defaults.generatedTokenCount),
      inputText: chosen(config.inputTextJmespath, defaults.inputText),
      inputTokenCount: chosen(config.inputTokenCountJmespath, defaults.inputTokenCount),
    };
    for (const [name, path] of Object.entries(this.#paths)) {
      if (path !== null) check(`${name}Jmespath`, path);
    }
  }

  /** The paths as LLMeter writes them to files. */
  toDict(): JsonObject {
    const { generatedText, generatedTokenCount, inputText, inputTokenCount } = this.#paths;
    return {
      generated_text_jmespath: generatedText,
      generated_token_count_jmespath: generatedTokenCount,
      input_text_jmespath: inputText,
      input_token_count_jmespath: inputTokenCount,
    };
  }

  /** A list of texts is joined with `separator`. */
  generatedText(answer: unknown, separator: string): string | null {
    return joined(find(answer, this.#paths.generatedText), separator);
  }

  /** For display only, so a payload that the path does not fit has none. */
  inputText(payload: unknown): string | null {
    try {
      return joined(find(payload, this.#paths.inputText), '\n');
    } catch {
      return null;
    }
  }

  generatedTokens(answer: unknown): number | undefined {
    return asCount(find(answer, this.#paths.generatedTokenCount));
  }

  inputTokens(answer: unknown): number | undefined {
    return asCount(find(answer, this.#paths.inputTokenCount));
  }
}

/** Exists, though the type declarations do not say so. */
const { compile } = jmespath as unknown as { compile(path: string): unknown };

function check(option: string, path: string): void {
  try {
    compile(path);
  } catch (error) {
    throw new UserError(`"${option}" is not a JMESPath: ${messageOf(error)}.`);
  }
}

function find(value: unknown, path: string | null): unknown {
  return path === null ? null : jmespath.search(value, path);
}

function joined(found: unknown, separator: string): string | null {
  if (Array.isArray(found))
    return listOf(found)
      .flatMap(text => asText(text) ?? [])
      .join(separator);
  return asText(found) ?? null;
}
