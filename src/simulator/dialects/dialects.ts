import { anthropicMessages } from './anthropicMessages.ts';
import { bedrockConverse } from './bedrockConverse.ts';
import { bedrockInvoke } from './bedrockInvoke.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openaiChat.ts';
import { openaiResponses } from './openaiResponses.ts';
import { sagemaker } from './sagemaker.ts';

/** All wire formats of the simulator; the first that serves an address answers. */
export const dialects: readonly Dialect[] = [
  anthropicMessages,
  openaiChat,
  openaiResponses,
  bedrockConverse,
  bedrockInvoke,
  sagemaker,
  gemini,
];
