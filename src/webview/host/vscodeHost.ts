import type { Transport } from '../../protocol/channel.ts';

/** What VS Code gives a webview, which may ask for it only once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

/** Carries messages to the extension through VS Code's API, and from it as window events. */
export function extensionTransport(api: VsCodeApi): Transport {
  return {
    post: message => api.postMessage(message),
    listen: receive => {
      const onMessage = (event: MessageEvent) => receive(event.data);
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}

/** Whether the editor reports a screen reader; tables are then shown instead of charts. */
export function usesScreenReader(): boolean {
  return document.body.classList.contains('vscode-using-screen-reader');
}
