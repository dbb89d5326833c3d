import type { VscodeSession } from './vscodeSession.ts';

/** Waits for a quick pick or input box that shows `question`, as its placeholder or elsewhere. */
export async function asked({ page }: VscodeSession, question: string) {
  const widget = page.locator('.quick-input-widget:visible');
  const asking = widget
    .filter({ hasText: question })
    .or(widget.filter({ has: page.getByPlaceholder(question) }));
  const input = asking.locator('input').first();
  await input.waitFor();
  return input;
}

/** Answers a question with `text`, or with the first option. */
export async function answer(session: VscodeSession, question: string, text?: string): Promise<void> {
  const input = await asked(session, question);
  if (text !== undefined) await input.fill(text);
  await input.press('Enter');
}
