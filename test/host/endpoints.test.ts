import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { shapeOf, withoutEndpoints } from './access.ts';

const here = { kind: 'openai-chat', model: 'm', name: 'Here', baseUrl: 'https://here.example/v1' };
const there = { kind: 'anthropic-messages', model: 'n', name: 'There', baseUrl: 'https://there.example' };
const add = async (config: object) =>
  vscode.commands.executeCommand<string>('llmeter.endpoint.add', { config });

describe('the Endpoints tree', () => {
  beforeEach(withoutEndpoints);
  after(withoutEndpoints);

  it('shows endpoints in the order they were added', async () => {
    const { endpointTree } = await withoutEndpoints();
    assert.deepEqual(await shapeOf(endpointTree), []);
    await add(here);
    await add(there);
    assert.deepEqual(await shapeOf(endpointTree), ['Here', 'There']);
    const items = await Promise.all(
      (await endpointTree.getChildren()).map(node => endpointTree.getTreeItem(node)),
    );
    assert.deepEqual(
      items.map(({ description, contextValue }) => [description, contextValue]),
      [
        ['m · here.example', 'endpoint'],
        ['n · there.example', 'endpoint'],
      ],
    );
  });

  it('refuses a configuration that is not valid, with a sentence for the caller', async () => {
    const { endpointTree } = await withoutEndpoints();
    await assert.rejects(
      add({ kind: 'openai-chat', model: 'm', baseUrl: 'ftp://x' }),
      /"baseUrl" begins with ftp:\/\//,
    );
    assert.deepEqual(await shapeOf(endpointTree), []);
  });

  it('duplicates endpoints under free names, with their keys', async () => {
    const { endpointTree, endpoints, keys } = await withoutEndpoints();
    const id = await add(here);
    await endpoints.setKey(endpoints.find(id), { apiKey: 'secret' });
    await vscode.commands.executeCommand('llmeter.endpoint.duplicate', id);
    const [copy] = await vscode.commands.executeCommand<string[]>('llmeter.endpoint.duplicate', id);
    assert.deepEqual(await shapeOf(endpointTree), ['Here', 'Here copy', 'Here copy 2']);
    assert.deepEqual(await keys.secretsFor(endpoints.find(copy ?? '')), {
      apiKey: 'secret',
      boundTo: 'https://here.example',
    });
  });

  it('deletes an endpoint with its key, and restores both in their place', async () => {
    const { endpointTree, endpoints, keys } = await withoutEndpoints();
    const id = await add(here);
    await add(there);
    const endpoint = endpoints.find(id);
    await endpoints.setKey(endpoint, { apiKey: 'secret' });
    const restore = await endpoints.remove([endpoint]);
    assert.deepEqual(await shapeOf(endpointTree), ['There']);
    assert.deepEqual(await keys.secretsFor(endpoint), {});
    await add({ ...here, name: 'Later' });
    await restore();
    assert.deepEqual(await shapeOf(endpointTree), ['Here', 'There', 'Later']);
    assert.deepEqual(await keys.secretsFor(endpoints.find(id)), {
      apiKey: 'secret',
      boundTo: 'https://here.example',
    });
  });

  it('deletes a key when the endpoint moves to another origin, but not when only its path changes', async () => {
    const { endpoints, keys } = await withoutEndpoints();
    const id = await add(here);
    await endpoints.setKey(endpoints.find(id), { apiKey: 'secret' });
    const samePlace = await endpoints.update(id, { ...here, baseUrl: 'https://here.example/v2' });
    assert.deepEqual(await keys.secretsFor(samePlace), { apiKey: 'secret', boundTo: 'https://here.example' });
    await endpoints.update(id, { ...here, baseUrl: 'https://elsewhere.example/v1' });
    const back = await endpoints.update(id, here);
    assert.deepEqual(await keys.secretsFor(back), {});
  });

  it('marks endpoints that have a key, and keeps keys out of the saved state and the tree', async () => {
    const { endpointTree, endpoints } = await withoutEndpoints();
    const id = await add(here);
    await endpoints.setKey(endpoints.find(id), { apiKey: 'secret-canary' });
    const [node] = await endpointTree.getChildren();
    assert.ok(node);
    const item = endpointTree.resolveTreeItem(await endpointTree.getTreeItem(node), node);
    assert.equal(item.contextValue, 'endpoint savedKey');
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.match(item.tooltip.value.replaceAll('&nbsp;', ' '), /^\*\*API key\*\* saved in this editor$/m);
    assert.doesNotMatch(JSON.stringify([item, endpoints.list()]), /secret-canary/);
  });
});
