import type { ProviderError } from '../../core/request/wireEvents.ts';
import { ConfiguredDialect } from '../http/configuredDialect.ts';
import { awsRefusal } from './awsErrors.ts';
import { type BedrockRuntime, bedrockModelIds } from './bedrockRuntime.ts';

/** The part of a dialect that all operations of the Bedrock runtime share. */
export abstract class BedrockDialect<
  C extends ConstructorParameters<typeof ConfiguredDialect>[0],
> extends ConfiguredDialect<C> {
  readonly reusable: boolean;
  readonly requestIdHeader = 'x-amzn-requestid';
  protected readonly runtime: BedrockRuntime;

  constructor(config: C, runtime: BedrockRuntime) {
    super(config, 'amazon bedrock');
    this.runtime = runtime;
    this.reusable = runtime.reusable;
  }

  modelsRequest() {
    return this.runtime.modelsRequest();
  }

  modelIds(body: unknown): string[] {
    return bedrockModelIds(body);
  }

  refusal(status: number, headers: ReadonlyMap<string, string>, text: string): ProviderError {
    return awsRefusal('Bedrock', status, headers, text);
  }
}
