import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { rememberedCount } from '../../core/tokens/rememberedCount.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';

/**
 * The tokenizer of a model from Hugging Face: a `tokenizer.json`, or the folder that contains one. A
 * `tokenizer_config.json` next to it is read as well. Nothing is downloaded.
 * @param baseFolder where a relative path starts
 * @throws UserError naming the file
 */
export async function huggingFaceTokenizer(
  info: { tokenizer_module: 'transformers'; name: string },
  baseFolder: string,
): Promise<Tokenizer> {
  const path = resolve(baseFolder, info.name);
  const found = await stat(path).catch(() => null);
  if (!found) {
    throw new UserError(
      `"tokenizer.name": ${path} does not exist. Set it to the path of a tokenizer.json, or of its folder.`,
    );
  }
  const file = found.isDirectory() ? join(path, 'tokenizer.json') : path;
  const config = join(dirname(file), 'tokenizer_config.json');
  const configFound = await stat(config).catch(() => null);
  const model = made(file, await readObject(file), configFound ? await readObject(config) : {});
  const encode = (text: string) => model.encode(text, { add_special_tokens: false }).ids;
  return {
    info,
    encode,
    count: rememberedCount(encode),
    decode: tokens => model.decode(tokens.map(Number)),
  };
}

function made(file: string, json: JsonObject, config: JsonObject): HuggingFaceTokenizer {
  try {
    return new HuggingFaceTokenizer(json, config);
  } catch (error) {
    throw new UserError(`"tokenizer.name": ${file} cannot be used as a tokenizer: ${messageOf(error)}`);
  }
}

async function readObject(file: string): Promise<JsonObject> {
  let value: JsonValue;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError(`"tokenizer.name": ${file} cannot be read: ${messageOf(error)}`);
  }
  if (!isJsonObject(value)) throw new UserError(`"tokenizer.name": ${file} does not contain a tokenizer.`);
  return value;
}
