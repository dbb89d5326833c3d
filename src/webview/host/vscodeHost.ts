import type { Transport } from '../../protocol/channel.ts';

/** What VS Code gives a webview, once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

/** The way to the extension: messages out by the API, in as window events. */
export function webviewTransport(api: VsCodeApi): Transport {
  return {
    post: message => api.postMessage(message),
    listen: receive => {
      const onMessage = (event: MessageEvent) => receive(event.data);
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}

/** Whether the editor says that a screen reader is in use: tables then come before charts. */
export function usesScreenReader(): boolean {
  return document.body.classList.contains('vscode-using-screen-reader');
}
