import { extname } from 'node:path';
import * as vscode from 'vscode';
import type { Frame, UserAnswer } from '../../host/questions/answers.ts';
import { ask, choose, type PickItem } from '../../host/questions/quickInput.ts';

/** What to send: a prompt, or a file of requests in the provider's own format. */
export type PromptChoice = { prompt: string } | { payload: string };

const payloadEndings = new Set(['.json', '.jsonl']);

/** Asks what to send: a recent prompt, the default one, a typed one, the selection or a file. */
export async function choosePrompt(
  frame: Frame,
  recent: readonly string[],
  defaultPrompt: string,
): Promise<UserAnswer<PromptChoice>> {
  const answer = await choose<PromptChoice | 'type' | 'file'>(frame, {
    placeholder: 'Which prompt do you want to send? Pick one or type it',
    choices: [
      ...[...new Set([...recent, defaultPrompt])].map(prompt => ({
        label: oneLine(prompt),
        description: prompt === defaultPrompt ? 'default prompt' : 'recent',
        value: { prompt },
      })),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      ...selectionChoices(),
      { label: '$(edit) Type a Prompt…', value: 'type' },
      { label: '$(file) From File…', description: 'a text, or a payload as .json or .jsonl', value: 'file' },
    ],
    typed: text => ({ label: oneLine(text), description: 'as typed', value: { prompt: text } }),
  });
  if (answer === 'type') return typedPrompt(frame);
  if (answer === 'file') return promptFromFile();
  return answer;
}

function selectionChoices(): PickItem<PromptChoice>[] {
  const editor = vscode.window.activeTextEditor;
  const prompt = editor ? editor.document.getText(editor.selection).trim() : '';
  if (!prompt) return [];
  return [{ label: '$(selection) Selection in the Editor', description: oneLine(prompt), value: { prompt } }];
}

async function typedPrompt(frame: Frame): Promise<UserAnswer<PromptChoice>> {
  const check = (text: string) => (text ? null : 'A prompt cannot be empty.');
  const prompt = await ask(frame, { prompt: 'Prompt to send', check });
  return typeof prompt === 'string' ? { prompt } : prompt;
}

async function promptFromFile(): Promise<PromptChoice | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'Prompt or Payload File' })) ?? [];
  if (!file) return undefined;
  if (payloadEndings.has(extname(file.path))) return { payload: file.fsPath };
  return { prompt: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
