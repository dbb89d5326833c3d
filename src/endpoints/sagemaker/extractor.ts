import type { JsonObject } from '../../core/base/jsonValue.ts';
import { checkJmespath, countAt, inputTextAt, textAt } from '../jmespath/jmespathSearch.ts';
import type { SageMakerConfig } from './config.ts';

/** Finds text and token counts by the endpoint's JMESPaths (llmeter-format 1.5). What is not there is null. */
export class SageMakerExtractor {
  readonly #generatedText: string | null;
  /** Text is not where text generation containers have it. */
  readonly ownForm: boolean;
  readonly #inputText: string | null;
  readonly #tokenCount: string | null;

  /** Throws UserError that names a path which is none. */
  constructor({ generatedTextJmespath, inputTextJmespath, tokenCountJmespath }: SageMakerConfig) {
    const chosen = (path: string | null | undefined, usual: string) => (path === undefined ? usual : path);
    this.#generatedText = chosen(generatedTextJmespath, 'generated_text');
    this.ownForm = generatedTextJmespath !== undefined;
    this.#inputText = chosen(inputTextJmespath, 'inputs');
    this.#tokenCount = chosen(tokenCountJmespath, 'details.generated_tokens');
    checkJmespath('generatedTextJmespath', this.#generatedText);
    checkJmespath('inputTextJmespath', this.#inputText);
    checkJmespath('tokenCountJmespath', this.#tokenCount);
  }

  /** The paths as LLMeter writes them to files. */
  toDict(): JsonObject {
    return {
      generated_text_jmespath: this.#generatedText,
      input_text_jmespath: this.#inputText,
      token_count_jmespath: this.#tokenCount,
    };
  }

  get countsTokens(): boolean {
    return this.#tokenCount !== null;
  }

  /** A list of texts is joined with line breaks. */
  generatedText(answer: unknown): string | null {
    return textAt(answer, this.#generatedText, '\n');
  }

  /**
   * The text of a streamed token, which may be empty in the form of text generation. Lines of other
   * forms are tokens only where their text is not empty.
   */
  lineText(line: unknown): string | null {
    if (!this.ownForm) return textAt(line, 'token.text', '');
    return textAt(line, this.#generatedText, '') || null;
  }

  inputText(payload: unknown): string | null {
    return inputTextAt(payload, this.#inputText);
  }

  generatedTokens(answer: unknown): number | undefined {
    return countAt(answer, this.#tokenCount);
  }
}
