import * as vscode from 'vscode';
import { formatSeconds } from '../../core/format/quantities.ts';
import { shownLine } from '../../core/format/shownText.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ConnectionTest } from '../../protocol/run.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';
import { endpointLabel } from './savedEndpoint.ts';

/** Sends one small request, with a notification that can cancel it; undefined = cancelled. */
export function testWithProgress(
  engine: EnginePort,
  endpoint: EndpointConfig,
  secrets: Secrets,
  network: NetworkSettings,
): Promise<ConnectionTest | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Testing ${shownLine(endpointLabel(endpoint))}…`,
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, (_progress, cancel) => {
      const cancelled = new Promise<undefined>(resolve => {
        cancel.onCancellationRequested(() => resolve(undefined));
      });
      return Promise.race([engine.request('testConnection', { endpoint, secrets, network }), cancelled]);
    }),
  );
}

/** "The connection works: first token after 182 ms, whole answer after 1.2 s." */
export function describeSuccess({ ttft, ttlt }: ConnectionTest): string {
  const times = [
    ttft === null ? null : `first token after ${formatSeconds(ttft)}`,
    ttlt === null ? null : `whole answer after ${formatSeconds(ttlt)}`,
  ].filter(part => part !== null);
  return `The connection works${times.length > 0 ? `: ${times.join(', ')}` : ''}.`;
}
