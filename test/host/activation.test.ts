import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { access } from './access.ts';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('llmeter.llmeter');
  assert.ok(found);
  return found;
}

describe('activation', () => {
  before(access);

  it('registers the commands of the manifest, and no others', async () => {
    const declared = extension().packageJSON.contributes.commands.map(
      ({ command }: { command: string }) => command,
    );
    const registered = await vscode.commands.getCommands(true);
    // VS Code adds commands of its own for each view and view container.
    const generated =
      /^llmeter\.(endpoints|runs)\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/;
    const ours = registered.filter(id => id.startsWith('llmeter.') && !generated.test(id));
    assert.deepEqual(ours.sort(), declared.sort());
  });

  it('loads no SDK, nothing that measures or reads results, and no chart library', () => {
    const file = join(extension().extensionPath, 'dist', 'meta', 'extension.json');
    const { inputs } = JSON.parse(readFileSync(file, 'utf8')) as { inputs: Record<string, unknown> };
    const foreign = /node_modules\/(openai|@anthropic-ai|@aws-sdk|@smithy|echarts|preact)\//;
    const forbidden = /^src\/(webview|simulator|cli|folder|prices|measure|results|experiments)\//;
    assert.deepEqual(
      Object.keys(inputs).filter(name => foreign.test(name) || forbidden.test(name)),
      [],
    );
  });

  it('exports its services to tests', () => {
    assert.ok(extension().exports, 'this is a test');
  });
});
