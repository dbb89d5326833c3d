import type { Locator } from 'playwright-core';
import type { VscodeSession } from './vscodeSession.ts';

/** The quick pick or input box that asks `question`: its placeholder, or a part of the visible text around it. */
function asking({ page }: VscodeSession, question: string | RegExp): Locator {
  const widget = page.locator('.quick-input-widget:visible');
  // Both kinds of question share one widget, which keeps the hidden text of the other.
  const text = page.getByText(question).and(page.locator(':visible'));
  return widget.filter({ has: text }).or(widget.filter({ has: page.getByPlaceholder(question) }));
}

/** Waits for a question. Returns its input. */
export async function asked(session: VscodeSession, question: string | RegExp): Promise<Locator> {
  const input = asking(session, question).locator('input').first();
  await input.waitFor();
  return input;
}

/**
 * Answers a question with the typed text or the first choice, and waits until the question is gone. Otherwise
 * the next answer could go to this question, if its text is also a part of this one.
 */
export async function answer(
  session: VscodeSession,
  question: string | RegExp,
  text?: string,
): Promise<void> {
  const input = await asked(session, question);
  if (text !== undefined) await input.fill(text);
  await input.press('Enter');
  await asking(session, question).first().waitFor({ state: 'hidden' });
}
