import * as vscode from 'vscode';
import { planFilePattern } from './planFiles.ts';

/** "Run Benchmark" above the first line of a plan file. */
export function registerPlanLens(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { scheme: 'file', pattern: planFilePattern },
    {
      provideCodeLenses: document => [
        new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
          title: '$(play) Run Benchmark',
          command: 'llmeter.plan.run',
          arguments: [document.uri],
        }),
      ],
    },
  );
}
