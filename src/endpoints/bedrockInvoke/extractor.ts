import type { JsonObject } from '../../core/base/jsonValue.ts';
import { familyDelta, familyText } from '../jmespath/familyText.ts';
import { checkJmespath, countAt, inputTextAt, textAt } from '../jmespath/jmespathSearch.ts';
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

/** Bedrock puts its own counts into the last chunk, whatever the model's format is. */
const streamDefaults: Paths = {
  ...wholeDefaults,
  generatedText: 'choices[0].delta.content',
  generatedTokenCount: '"amazon-bedrock-invocationMetrics".outputTokenCount',
  inputTokenCount: '"amazon-bedrock-invocationMetrics".inputTokenCount',
};

/** Finds text and token counts by the endpoint's JMESPaths (llmeter-format 1.2). What is missing is null. */
export class InvokeExtractor {
  readonly #paths: Paths;
  /** Nobody chose where the text is. */
  readonly #anyFamily: boolean;

  /** Throws UserError that names an invalid path. */
  constructor(config: BedrockInvokeConfig) {
    this.#anyFamily = config.generatedTextJmespath === undefined;
    const defaults = config.stream ? streamDefaults : wholeDefaults;
    const chosen = (path: string | null | undefined, usual: string | null) =>
      path === undefined ? usual : path;
    this.#paths = {
      generatedText: chosen(config.generatedTextJmespath, defaults.generatedText),
      generatedTokenCount: chosen(config.generatedTokenCountJmespath, defaults.generatedTokenCount),
      inputText: chosen(config.inputTextJmespath, defaults.inputText),
      inputTokenCount: chosen(config.inputTokenCountJmespath, defaults.inputTokenCount),
    };
    for (const [name, path] of Object.entries(this.#paths)) checkJmespath(`${name}Jmespath`, path);
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

  /** The text of a whole answer. A list of texts is joined with line breaks. */
  generatedText(answer: unknown): string | null {
    const text = textAt(answer, this.#paths.generatedText, '\n');
    return text || !this.#anyFamily ? text : (familyText(answer) ?? text);
  }

  /** The text of a streamed chunk. */
  chunkText(chunk: unknown): string | null {
    const text = textAt(chunk, this.#paths.generatedText, '');
    return text || !this.#anyFamily ? text : (familyDelta(chunk) ?? text);
  }

  inputText(payload: unknown): string | null {
    return inputTextAt(payload, this.#paths.inputText);
  }

  generatedTokens(answer: unknown): number | undefined {
    return countAt(answer, this.#paths.generatedTokenCount);
  }

  inputTokens(answer: unknown): number | undefined {
    return countAt(answer, this.#paths.inputTokenCount);
  }
}
