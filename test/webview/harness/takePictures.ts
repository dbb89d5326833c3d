import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../harness/launchBrowser.ts';
import { type Bundle, type PanelOptions, PanelPage } from './panelPage.ts';
import { type ThemeName, themes } from './themes.ts';

/** A state of a panel to take a picture of, and what to do before. */
export type Scene<B extends Bundle> = Omit<PanelOptions<B>, 'theme' | 'bundle'> & {
  act?: (panel: PanelPage<B>) => Promise<void>;
};

/** Takes pictures of scenes in all themes. The command line names a folder and part of a scene's name. */
export async function takePictures<B extends Bundle>(
  bundle: B,
  scenes: Readonly<Record<string, Scene<B>>>,
): Promise<void> {
  const [folder = 'test-results/webview', wanted = ''] = process.argv.slice(2);
  const [part = '', only] = wanted.split('@');
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  for (const [name, { act, ...options }] of Object.entries(scenes)) {
    if (!name.includes(part)) continue;
    for (const theme of Object.keys(themes) as ThemeName[]) {
      if (only !== undefined && only !== theme) continue;
      const panel = await PanelPage.open<B>(browser, { ...options, bundle, theme });
      await act?.(panel);
      await panel.settle();
      await panel.page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
      if (panel.complaints.length > 0) console.log(name, theme, panel.complaints);
      await panel.close();
    }
  }
  await browser.close();
}
