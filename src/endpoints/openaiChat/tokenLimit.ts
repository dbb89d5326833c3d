import { knownServerOf } from '../shared/servers.ts';
import { type OpenAIChatConfig, openaiChatKind } from './config.ts';

/** Earlier versions of Azure's API refuse `max_completion_tokens`; reasoning models refuse `max_tokens`. */
const firstAzureVersion = '2024-09-01-preview';

/** The name of the token limit in requests. */
export function tokenLimitOf(config: OpenAIChatConfig): NonNullable<OpenAIChatConfig['tokenLimit']> {
  const { tokenLimit, apiVersion } = config;
  if (tokenLimit !== undefined) return tokenLimit;
  if (apiVersion !== undefined && apiVersion < firstAzureVersion) return 'max_tokens';
  if (apiVersion !== undefined) return 'max_completion_tokens';
  return knownServerOf(openaiChatKind, config)?.quirks?.tokenLimit ?? 'max_tokens';
}
