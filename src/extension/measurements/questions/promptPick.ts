import { extname } from 'node:path';
import * as vscode from 'vscode';
import type { Answer, Frame } from '../../host/questions/answers.ts';
import { ask, type Choice, choose } from '../../host/questions/quickInput.ts';

/** What is sent: a prompt, or a file of requests in the provider's own form. */
export type PromptChoice = { prompt: string } | { payload: string };

const payloadEndings = new Set(['.json', '.jsonl']);

/** Asks what to send: a recent prompt, the usual one, a typed one, the selection or a file. */
export async function choosePrompt(
  frame: Frame,
  recent: readonly string[],
  usual: string,
): Promise<Answer<PromptChoice>> {
  const selection = selectedText();
  const prompts = [...new Set([...recent, usual])];
  const choices: Choice<PromptChoice | 'type' | 'file'>[] = [
    ...prompts.map(prompt => ({
      label: oneLine(prompt),
      description: prompt === usual ? 'usual prompt' : 'recent',
      value: { prompt },
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(selection
      ? [
          {
            label: '$(selection) Selection in the Editor',
            description: oneLine(selection),
            value: { prompt: selection },
          },
        ]
      : []),
    { label: '$(edit) Type a Prompt…', value: 'type' },
    { label: '$(file) From File…', description: 'a text, or a payload as .json or .jsonl', value: 'file' },
  ];
  const answer = await choose<PromptChoice | 'type' | 'file'>(frame, {
    placeholder: 'Which prompt is to be sent? Pick one or type it',
    choices,
    typed: text => ({ label: oneLine(text), description: 'as typed', value: { prompt: text } }),
  });
  if (answer === 'type') return typedPrompt(frame);
  if (answer === 'file') return promptFromFile();
  return answer;
}

async function typedPrompt(frame: Frame): Promise<Answer<PromptChoice>> {
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

function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  return editor ? editor.document.getText(editor.selection).trim() : '';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
