import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answer, asked } from '../harness/answerPicks.ts';
import { useVscode } from '../harness/useVscode.ts';

describe('an endpoint on AWS in a real VS Code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmeter-aws-'));
  const files = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'keys'),
  };
  const environment = { ...process.env };
  before(() => {
    writeFileSync(
      files.AWS_CONFIG_FILE,
      '[profile work]\nregion = eu-west-1\n[profile company]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n',
    );
    writeFileSync(
      files.AWS_SHARED_CREDENTIALS_FILE,
      '[work]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = not-a-secret\n',
    );
    Object.assign(process.env, files);
  });
  const vscode = useVscode();
  after(() => {
    for (const name of Object.keys(files)) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    rmSync(folder, { recursive: true });
  });

  it('takes its credentials from a profile and proposes its region', async () => {
    const { page } = vscode();
    await page.getByRole('tab', { name: 'LLMeter' }).click();
    await vscode().runCommand('LLMeter: Add Endpoint');
    await answer(vscode(), 'Where does the model run?', 'Amazon Bedrock Converse · https://bedrock');
    await asked(vscode(), 'Which API key');
    await vscode().screenshot('aws-credentials');
    await answer(vscode(), 'Which API key', 'Choose an AWS Profile');
    await asked(vscode(), 'Which profile?');
    await page.getByRole('option', { name: 'company, single sign-on' }).waitFor();
    await vscode().screenshot('aws-profiles');
    await page.getByRole('option', { name: 'work, access keys, eu-west-1' }).click();
    await asked(vscode(), 'In which AWS region?');
    await page.getByRole('option', { name: 'eu-west-1, default of your AWS tools' }).waitFor();
    await answer(vscode(), 'In which AWS region?');
    await answer(vscode(), 'Which model?', 'some.model');
    // There is no AWS where tests run, but the answers are saved.
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Save Anyway' }).click();
    const line = page.getByRole('treeitem', { name: /^some.model, / });
    await line.waitFor();
    assert.match(
      (await line.getAttribute('aria-label')) ?? '',
      /bedrock-runtime\.eu-west-1\.amazonaws\.com$/,
    );
  });
});
