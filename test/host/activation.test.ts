import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('activates, and offers to run a benchmark', async () => {
    const extension = vscode.extensions.getExtension('llmeter.llmeter');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('llmeter.runBenchmark'));
  });
});
