import assert from 'node:assert/strict';
import type { LanguageModelChat, Memento } from 'vscode';
import { Permissions } from '../../../src/extension/engines/languageModels/permissions.ts';

function permissionsOf(mayBeAsked: boolean | undefined) {
  const values = new Map<string, unknown>();
  const state = {
    get: (key: string, usual: unknown) => values.get(key) ?? usual,
    update: async (key: string, value: unknown) => {
      values.set(key, value);
    },
  } as unknown as Memento;
  const access = { canSendRequest: () => mayBeAsked, onDidChange: () => ({ dispose: () => {} }) };
  return new Permissions(state, access);
}

const acme = { vendor: 'acme' } as LanguageModelChat;

describe('the permission to use a vendor’s models', () => {
  it('is known after an allowed request, until one is refused', () => {
    const permissions = permissionsOf(true);
    assert.equal(permissions.has(acme), false, 'VS Code may say yes before it has asked the user');
    permissions.keep('acme');
    permissions.keep('other');
    permissions.keep('acme');
    assert.equal(permissions.has(acme), true);
    permissions.forget('acme');
    assert.equal(permissions.has(acme), false);
    assert.equal(permissions.has({ ...acme, vendor: 'other' }), true);
  });

  for (const said of [undefined, false]) {
    it(`is missing if VS Code denies it or does not know (${said})`, () => {
      const permissions = permissionsOf(said);
      permissions.keep('acme');
      assert.equal(permissions.has(acme), false);
    });
  }
});
