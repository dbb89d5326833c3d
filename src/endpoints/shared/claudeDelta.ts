import type { WireEvent } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** The event of a `content_block_delta`; null = nothing was generated. `summarised`: thinking is a summary. */
export function deltaEvent(delta: unknown, stamp: number, summarised: boolean): WireEvent | null {
  switch (at(delta, 'type')) {
    case 'text_delta': {
      const text = asText(at(delta, 'text'));
      return text ? { type: 'text', at: stamp, text } : null;
    }
    case 'thinking_delta': {
      // A summary shows that thinking happens, but its tokens are not the ones that are counted.
      const words = summarised ? null : (asText(at(delta, 'thinking')) ?? null);
      return { type: 'reasoning', at: stamp, text: words };
    }
    case 'signature_delta':
      // If thinking is omitted, this is its only sign, and it comes after all of it.
      return { type: 'reasoningProof', at: stamp };
    case 'input_json_delta':
      return { type: 'toolCall', at: stamp };
    default:
      return null;
  }
}
