import type { Webview } from 'vscode';
import type { Transport } from '../../protocol/channel.ts';

/** A webview as an end of a channel. */
export function webviewTransport(webview: Webview): Transport {
  return {
    post: message => void webview.postMessage(message),
    listen: receive => {
      const listening = webview.onDidReceiveMessage(receive);
      return () => listening.dispose();
    },
  };
}
