import type { JsonValue } from '../../../core/base/jsonValue.ts';
import type { RequestDetail } from '../../../protocol/run.ts';
import { Facts } from '../../parts/Facts.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { RequestTimeline } from './RequestTimeline.tsx';
import { requestFacts } from './requestFacts.ts';

/** Everything that is known about one request. Prompts, responses and errors are always shown as plain text. */
export function RequestDetailView({ detail }: { detail: RequestDetail }) {
  const { response, trace } = detail;
  return (
    <>
      {response.error !== null && (
        <Notice
          severity="error"
          message={response.error === '' ? 'The request failed without a message.' : response.error}
        />
      )}
      {trace !== null && <RequestTimeline trace={trace} />}
      <Facts facts={requestFacts(detail)} />
      <TextBlock title="Prompt" text={promptText(response.input_prompt)} none="The prompt is not saved." />
      <TextBlock title="Response" text={response.response_text} none="The response has no text." />
    </>
  );
}

function promptText(prompt: JsonValue): string | null {
  if (prompt === null) return null;
  return typeof prompt === 'string' ? prompt : JSON.stringify(prompt, null, 2);
}

function TextBlock({ title, text, none }: { title: string; text: string | null; none: string }) {
  return (
    <section>
      <h3>{title}</h3>
      {text === null || text === '' ? (
        <p class="muted">{none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable by keyboard
        <pre class="text-block" tabIndex={0}>
          {text}
        </pre>
      )}
    </section>
  );
}
