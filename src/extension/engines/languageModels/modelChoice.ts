import * as vscode from 'vscode';
import { countOf } from '../../../core/format/quantities.ts';
import type { EndpointConfigInput } from '../../../endpoints/kinds.ts';
import type { Frame, UserAnswer } from '../../host/questions/answers.ts';
import { choose, type PickItem } from '../../host/questions/quickInput.ts';

/** Asks for one of the editor's models. Those of other extensions appear when the extensions answer. */
export function chooseEditorModel(frame: Frame): Promise<UserAnswer<EndpointConfigInput>> {
  return choose<EndpointConfigInput>(frame, {
    placeholder: 'Which model of this editor?',
    choices: [],
    later: Promise.resolve(vscode.lm.selectChatModels()).then(
      models => (models.length === 0 ? [nothingOffered] : models.map(modelLine)),
      () => [nothingOffered],
    ),
  });
}

const nothingOffered: PickItem<never> = {
  label: 'VS Code offers no models here',
  detail: 'Sign in to GitHub Copilot, or install an extension that provides language models.',
};

function modelLine({ id, name, vendor, family, maxInputTokens }: vscode.LanguageModelChat) {
  return {
    label: name,
    description: `${vendor} · ${family}`,
    detail: `${id}, up to ${countOf(maxInputTokens, 'input token')}`,
    value: { kind: 'vscode-lm', provider: vendor, model: id, ...(name !== id && { name }) } as const,
  };
}
