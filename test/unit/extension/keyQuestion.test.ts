import assert from 'node:assert/strict';
import { kindOf } from '../../../src/endpoints/kinds.ts';
import { isReachedWithAws } from '../../../src/endpoints/shared/servers.ts';
import type { EnginePort } from '../../../src/engine/enginePort.ts';
import { keyQuestion } from '../../../src/extension/endpoints/keyQuestion.ts';
import { presetGroups } from '../../../src/extension/endpoints/presets.ts';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';

const profiles = [{ name: 'team', region: 'eu-west-1', kind: 'sso' }];
const engine = { request: async () => profiles } as unknown as EnginePort;

describe('the question for the key of a new endpoint', () => {
  for (const { api, presets } of presetGroups()) {
    for (const { kind, provider, baseUrl, label } of presets.filter(preset =>
      isReachedWithAws(kindOf(preset.kind), preset),
    )) {
      it(`${api}, ${label}: offers every kind of AWS credentials`, async () => {
        const config = checkEndpoint({ kind, provider, baseUrl, model: 'm' });
        const { none, usuallyNone, typed, profiles: offered } = keyQuestion(config, engine, {}, false);
        assert.deepEqual(
          [none.label, usuallyNone, typed[0], await offered?.()],
          ['This Machine’s AWS Credentials', true, 'awsKeys', profiles],
        );
      });
    }
  }

  it('offers no AWS credentials elsewhere', () => {
    const question = keyQuestion(checkEndpoint({ kind: 'openai-chat', model: 'm' }), engine, {}, false);
    assert.deepEqual(question, {
      variable: 'OPENAI_API_KEY',
      variableIsSet: false,
      none: { label: 'No Key', description: 'for servers that need none' },
      usuallyNone: false,
      hasKey: false,
      typed: ['apiKey'],
      profiles: null,
    });
  });
});
