import type { Webview } from 'vscode';
import type { Transport } from '../../protocol/channel.ts';

/** One end of a channel to a webview. */
export function webviewTransport(webview: Webview): Transport {
  return {
    post: message => void webview.postMessage(message),
    listen: receive => {
      const listening = webview.onDidReceiveMessage(receive);
      return () => listening.dispose();
    },
  };
}
