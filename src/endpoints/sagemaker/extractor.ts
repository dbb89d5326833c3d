import type { JsonObject } from '../../core/base/jsonValue.ts';
import { familyText } from '../jmespath/familyText.ts';
import { checkJmespath, countAt, inputTextAt, textAt } from '../jmespath/jmespathSearch.ts';
import type { SageMakerConfig } from './config.ts';

/** Finds text and token counts by the endpoint's JMESPaths (llmeter-format 1.5). What is missing is null. */
export class SageMakerExtractor {
  readonly #generatedText: string | null;
  /** The text has its own path: the answers are not those of text generation containers. */
  readonly ownForm: boolean;
  readonly #inputText: string | null;
  readonly #tokenCount: string | null;

  /** Throws UserError that names an invalid path. */
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
    const text = textAt(answer, this.#generatedText, '\n');
    return text || this.ownForm ? text : (familyText(answer) ?? text);
  }

  /**
   * The text of a streamed token. From text generation containers it may be empty; a line in another form
   * is a token only if its text is not empty.
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
