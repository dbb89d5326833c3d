import * as vscode from 'vscode';
import { Disposables } from '../disposables.ts';
import { type Answer, back, type Frame } from './answers.ts';

/** A line of a pick; one without a value is a separator or tells something. */
export interface Choice<T> extends vscode.QuickPickItem {
  value?: T;
}

export interface ChoiceQuestion<T> {
  placeholder: string;
  choices: readonly Choice<T>[];
  /** The answer of the last time, to start from. */
  present?: T | null;
  /** Choices that take time to find out; the ones above can be used meanwhile. */
  later?: Promise<readonly Choice<T>[]>;
  /** Makes a choice of what was typed, or null where it means nothing. */
  typed?: (text: string) => Choice<T> | null;
}

/** Asks for one of several; undefined = given up. */
export function choose<T>(frame: Frame, question: ChoiceQuestion<T>): Promise<Answer<T>> {
  const input = vscode.window.createQuickPick<Choice<T>>();
  let known = question.choices;
  const typedChoice = () => {
    const text = input.value.trim();
    return text === '' ? null : (question.typed?.(text) ?? null);
  };
  // What was typed, as long as VS Code has not yet made it the active line of its list.
  let unseen: Choice<T> | null = null;
  const show = () => {
    const typed = typedChoice();
    unseen = typed && { ...typed, alwaysShow: true };
    input.items = unseen ? [unseen, ...known] : known;
  };
  input.placeholder = question.placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  show();
  const present = known.find(({ value }) => value !== undefined && value === question.present);
  if (present) input.activeItems = [present];
  if (question.later) {
    input.busy = true;
    void question.later.then(choices => {
      known = choices;
      input.busy = false;
      show();
    });
  }
  return answerOf(input, frame, accept => [
    input.onDidChangeValue(show),
    input.onDidChangeActive(([active]) => {
      if (active === unseen) unseen = null;
    }),
    input.onDidAccept(() => {
      // Whoever types fast presses Enter while the list is still the one that does not have it.
      const value = (unseen ?? input.selectedItems[0] ?? typedChoice())?.value;
      if (value !== undefined) accept(value);
    }),
  ]);
}

export interface TextQuestion {
  prompt: string;
  value?: string;
  placeholder?: string;
  password?: boolean;
  /** A sentence on what is wrong with the text, or null. */
  check?: (text: string) => string | null;
}

/** Asks for a text; undefined = given up. */
export function ask(frame: Frame, question: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  const check = () => {
    const problem = question.check?.(input.value.trim()) ?? undefined;
    input.validationMessage = problem;
    return problem === undefined;
  };
  input.prompt = question.prompt;
  input.value = question.value ?? '';
  input.placeholder = question.placeholder;
  input.password = question.password ?? false;
  return answerOf(input, frame, accept => [
    input.onDidChangeValue(check),
    input.onDidAccept(() => {
      if (check()) accept(input.value.trim());
    }),
  ]);
}

/** Shows the input until it is answered, left or given up. It stays when the window loses focus. */
function answerOf<T, I extends vscode.QuickPick<Choice<T>> | vscode.InputBox>(
  input: I,
  frame: Frame,
  listen: (accept: (value: T) => void) => vscode.Disposable[],
): Promise<Answer<T>> {
  const disposables = new Disposables();
  disposables.add(input);
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.buttons = frame.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  input.ignoreFocusOut = true;
  return new Promise<Answer<T>>(resolve => {
    disposables.add(input.onDidTriggerButton(() => resolve(back)));
    disposables.add(input.onDidHide(() => resolve(undefined)));
    for (const listener of listen(resolve)) disposables.add(listener);
    input.show();
  }).finally(() => disposables.dispose());
}
