import type { WireEvent } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** What a `content_block_delta` brought; null = nothing that is generated. `summarised`: thinking is. */
export function deltaEvent(delta: unknown, stamp: number, summarised: boolean): WireEvent | null {
  switch (at(delta, 'type')) {
    case 'text_delta': {
      const text = asText(at(delta, 'text'));
      return text ? { type: 'text', at: stamp, text } : null;
    }
    case 'thinking_delta': {
      // A summary says that thinking happens; the tokens that are counted are not these.
      const words = summarised ? null : (asText(at(delta, 'thinking')) ?? null);
      return { type: 'reasoning', at: stamp, text: words };
    }
    case 'signature_delta':
      // With thinking omitted this is the only sign of it, and it follows all of it.
      return { type: 'reasoning', at: stamp, text: null };
    case 'input_json_delta':
      return { type: 'toolCall', at: stamp };
    default:
      return null;
  }
}
