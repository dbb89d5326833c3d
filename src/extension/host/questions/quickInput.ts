import * as vscode from 'vscode';
import { Disposables } from '../disposables.ts';
import { inertChoice } from '../inert.ts';
import { back, type Frame, type UserAnswer } from './answers.ts';

/** A line of a quick pick. One without a value is a separator or a message. */
export interface PickItem<T> extends vscode.QuickPickItem {
  value?: T;
}

export interface ChoiceQuestion<T> {
  placeholder: string;
  choices: readonly PickItem<T>[];
  /** The present answer, which becomes the active line. */
  present?: T | null;
  /** Choices that take time to find. The ones above can be used until they arrive. */
  later?: Promise<readonly PickItem<T>[]>;
  /** Makes a choice of what was typed, or null if it has no meaning. */
  typed?: (text: string) => PickItem<T> | null;
}

/** Asks for one of several; undefined = given up. */
export function choose<T>(frame: Frame, question: ChoiceQuestion<T>): Promise<UserAnswer<T>> {
  const input = vscode.window.createQuickPick<PickItem<T>>();
  input.placeholder = question.placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  const list = new ChoiceList(input, question);
  list.show();
  const present = input.items.find(({ value }) => value !== undefined && value === question.present);
  if (present) input.activeItems = [present];
  if (question.later) void list.waitFor(question.later);
  return answerOf(input, frame, accept => [
    input.onDidChangeValue(() => list.show()),
    input.onDidChangeActive(([active]) => list.activated(active)),
    input.onDidAccept(() => {
      const value = list.accepted()?.value;
      if (value !== undefined) accept(value);
    }),
  ]);
}

/** The lines of a quick pick: what was typed, if it means something, before the choices. */
class ChoiceList<T> {
  readonly #input: vscode.QuickPick<PickItem<T>>;
  readonly #typed: ChoiceQuestion<T>['typed'];
  #choices: readonly PickItem<T>[];
  /** What was typed, until VS Code has made it the active line of its list. */
  #pending: PickItem<T> | null = null;

  constructor(input: vscode.QuickPick<PickItem<T>>, { choices, typed }: ChoiceQuestion<T>) {
    this.#input = input;
    this.#choices = choices.map(inertChoice);
    this.#typed = typed;
  }

  show(): void {
    const typed = this.#typedChoice();
    this.#pending = typed && { ...typed, alwaysShow: true };
    this.#input.items = this.#pending ? [this.#pending, ...this.#choices] : this.#choices;
  }

  async waitFor(later: Promise<readonly PickItem<T>[]>): Promise<void> {
    this.#input.busy = true;
    this.#choices = (await later).map(inertChoice);
    this.#input.busy = false;
    this.show();
  }

  activated(line: PickItem<T> | undefined): void {
    if (line === this.#pending) this.#pending = null;
  }

  /** A fast typist presses Enter while VS Code still shows the list without what was typed. */
  accepted(): PickItem<T> | null {
    return this.#pending ?? this.#input.selectedItems[0] ?? this.#typedChoice();
  }

  #typedChoice(): PickItem<T> | null {
    const text = this.#input.value.trim();
    const typed = text === '' ? null : (this.#typed?.(text) ?? null);
    return typed && inertChoice(typed);
  }
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
export function ask(frame: Frame, question: TextQuestion): Promise<UserAnswer<string>> {
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
function answerOf<T, I extends vscode.QuickPick<PickItem<T>> | vscode.InputBox>(
  input: I,
  frame: Frame,
  listen: (accept: (value: T) => void) => vscode.Disposable[],
): Promise<UserAnswer<T>> {
  const disposables = new Disposables();
  disposables.add(input);
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.buttons = frame.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  input.ignoreFocusOut = true;
  return new Promise<UserAnswer<T>>(resolve => {
    disposables.add(input.onDidTriggerButton(() => resolve(back)));
    disposables.add(input.onDidHide(() => resolve(undefined)));
    for (const listener of listen(resolve)) disposables.add(listener);
    input.show();
  }).finally(() => disposables.dispose());
}
