import { encodeWhole, type WholeResponse } from '../http/response.ts';
import { type DeliveryPlan, headerDelay } from './deliveryPlan.ts';
import { type Ending, fixedStep, pause, type Script, type WriteStep } from './script.ts';
import { shape } from './shape.ts';

/** How long after the last bytes of a broken body the connection is reset, in milliseconds. */
const resetAfter = 20;

/** The writes of a response that is not streamed. Faults that break a stream halfway break the body halfway. */
export function scriptWhole(exchange: DeliveryPlan): Script {
  const { dialect, asked, generation, scenario, fault, keepAlive } = exchange;
  const response = dialect.whole(asked, generation);
  const after: Ending = keepAlive ? 'keepAlive' : 'close';
  const at = generation.doneAt;
  const encoded = (sent: WholeResponse): Buffer => encodeWhole(sent, keepAlive, generation.created * 1000);
  const script = (step: WriteStep, ending: Ending, answers = true): Script => {
    const steps = shape([step], scenario);
    if (ending === 'reset') steps.push(pause(at + resetAfter));
    return {
      steps,
      ending,
      spaced: scenario.fragmentBytes !== null,
      delay: headerDelay(fault),
      answers,
    };
  };
  const broken = (ending: Ending): Script => script(fixedStep(firstHalf(encoded(response)), at), ending);
  const other = (sent: WholeResponse, answers: boolean): Script =>
    script(fixedStep(encoded(sent), at), after, answers);

  switch (fault?.fault) {
    case 'reset-mid-stream':
      return broken('reset');
    case 'stall':
      return broken('hang');
    case 'truncated-chunk':
      return broken('close');
    case 'malformed-json':
    case 'cut-short':
    case 'truncated-event':
    case 'corrupt-event':
      return other({ ...response, body: firstHalf(Buffer.from(response.body)) }, true);
    case 'error-event':
      return other(dialect.refuse({ kind: 'server' }, asked.model, generation.entropy), false);
    case 'empty-stream':
      return other({ ...response, body: '' }, false);
    default: {
      const { textTokens, reasoningTokens } = generation;
      return script(fixedStep(encoded(response), at, textTokens, reasoningTokens), after);
    }
  }
}

/** A response without a generated answer, sent at once. */
export function scriptPlain(
  response: WholeResponse,
  wall: number,
  keepAlive: boolean,
  headOnly = false,
): Script {
  return {
    steps: [fixedStep(encodeWhole(response, keepAlive, wall, headOnly), 0)],
    ending: keepAlive ? 'keepAlive' : 'close',
    spaced: false,
    delay: 0,
    answers: false,
  };
}

function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length >> 1);
}
