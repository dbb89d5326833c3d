import type { Diagnostic } from '../../protocol/run.ts';
import type { AnswerCounts } from './answerCounts.ts';

/** What the diagnostics of answers need. `requests`: all that were measured. */
export interface AnswerEvidence {
  answers: AnswerCounts;
  requests: number;
  failed: number;
  /** Answers were requested as streams. */
  stream: boolean;
  /** What carried the answers, from the endpoint. */
  transport: string;
}

type AnswerCheck = (evidence: AnswerEvidence) => Diagnostic | null;

/** If no answer held a token, nothing was measured: that has an id of its own, which decides the exit code. */
export const emptyAnswers: AnswerCheck = ({ answers: { empty, unseenTokens }, requests, failed }) => {
  if (empty === 0) return null;
  const unseen =
    unseenTokens === 0
      ? ''
      : ` ${unseenTokens} of them report output tokens all the same, of which nothing was seen.`;
  return {
    id: empty + failed >= requests ? 'no-tokens' : 'empty-answers',
    severity: 'warning',
    message: `${empty} of ${requests} answers held no token: they are in no rate, latency or percentile.${unseen}`,
    advice:
      unseenTokens === 0
        ? 'Look at the stop reasons of these requests, and raise "maxTokens" if it is low.'
        : 'The text may be in a place that this API does not have: check the kind of the endpoint, and "generatedTextJmespath" if it has one.',
  };
};

export const withheldAnswers: AnswerCheck = ({ answers: { withheld }, requests }) =>
  withheld === 0
    ? null
    : {
        id: 'withheld-answers',
        severity: 'warning',
        message: `${withheld} of ${requests} answers ended with a refusal or a content filter: their times and lengths are not those of normal answers.`,
        advice: 'Change the prompts; the stop reason of each request shows which ones are affected.',
      };

/** What the editor does to streams has a diagnostic of its own. */
export const buffering: AnswerCheck = ({ answers: { buffered, answers }, transport }) => {
  if (buffered === 0 || transport === 'vscode-lm') return null;
  const most = buffered > answers / 2;
  return {
    id: most ? 'buffered' : 'partly-buffered',
    severity: most ? 'warning' : 'info',
    message: `${buffered} of ${answers} answers arrived at once, or began with many tokens at once: something between the model and here buffers them. Their TTFT is the time at which the buffer was sent on; they have no TPOT and ITL.`,
    advice:
      'Turn off buffering in the proxy (nginx: "proxy_buffering off"), or measure without it. TTLT is right.',
  };
};

export const mergedEvents: AnswerCheck = ({ answers: { merged, answers } }) =>
  merged === 0
    ? null
    : {
        id: 'merged-events',
        severity: 'info',
        message: `In ${merged} of ${answers} answers most events arrived together with others: these answers have no ITL.`,
        advice: 'Use TPOT, which does not depend on how the network groups the events.',
      };

export const unknownPace: AnswerCheck = ({ answers: { largeFirstEvent, hiddenTokens, answers } }) => {
  const affected = largeFirstEvent + hiddenTokens;
  if (affected === 0) return null;
  const reasons = [
    ...(largeFirstEvent > 0 ? [`in ${largeFirstEvent}, much of the answer came with the first event`] : []),
    ...(hiddenTokens > 0
      ? [
          `in ${hiddenTokens}, more tokens are counted than the text can hold, such as reasoning that is not sent`,
        ]
      : []),
  ];
  return {
    id: 'no-tpot',
    severity: affected > answers / 2 ? 'warning' : 'info',
    message: `${affected} of ${answers} answers have no TPOT: ${reasons.join('; ')}.`,
    advice: 'Use TTLT and the output tokens per second of the run.',
  };
};

export const notStreamed: AnswerCheck = ({ answers: { unstreamed, answers }, stream }) =>
  !stream || unstreamed === 0
    ? null
    : {
        id: 'not-streamed',
        severity: 'warning',
        message: `${unstreamed} of ${answers} answers came in one body although a stream was requested: they have no TTFT, TPOT and ITL.`,
        advice:
          'Set "stream" to false if the server cannot stream, or look for a proxy that removes the option.',
      };

export const severalChoices: AnswerCheck = ({ answers: { severalChoices: several, answers } }) =>
  several === 0
    ? null
    : {
        id: 'several-choices',
        severity: 'info',
        message: `${several} of ${answers} answers hold several choices: text and times are those of the first one, token counts those of all, so there is no TPOT.`,
        advice: 'Leave out "n" (Gemini: "candidateCount") to measure single answers.',
      };

export const contradictoryUsage: AnswerCheck = ({
  answers: { contradictoryUsage: contradictory },
  requests,
}) =>
  contradictory === 0
    ? null
    : {
        id: 'contradictory-usage',
        severity: 'warning',
        message: `The provider's token counts contradict ${contradictory} of ${requests} answers: 0 or fewer tokens for a prompt or a text that is there. Tokens were counted here instead.`,
        advice: 'Without "tokenizer", words are counted. Costs and the budget use these counts.',
      };

export const withoutText: AnswerCheck = ({ answers: { withoutText: silent, answers } }) =>
  silent === 0
    ? null
    : {
        id: 'no-visible-text',
        severity: 'info',
        message: `${silent} of ${answers} answers held no text, only reasoning, tool calls or media: they have no TTFT, but a TTFT of any kind.`,
        advice: 'If the token limit ended them, raise "maxTokens".',
      };

export const estimates: AnswerCheck = ({ answers: { estimatedTokens }, requests }) =>
  estimatedTokens === 0
    ? null
    : {
        id: 'estimated-tokens',
        severity: 'info',
        message: `The provider reported no token counts for ${estimatedTokens} of ${requests} requests; words were counted instead, which gives smaller numbers.`,
        advice: 'Do not compare these token figures with real token counts, or set "tokenizer".',
      };
