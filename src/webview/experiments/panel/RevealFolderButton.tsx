import { Icon } from '../../parts/Icon.tsx';
import type { ExperimentPanel } from './experimentPanel.ts';

interface Props {
  panel: ExperimentPanel;
  folder: string;
  /** A class that places the button. */
  class?: string;
}

/** Shows a folder in the file manager; its tooltip is the path. */
export function RevealFolderButton({ panel, folder, class: place }: Props) {
  return (
    <button
      type="button"
      class={place === undefined ? 'button link' : `button link ${place}`}
      data-tip={folder}
      onClick={() => void panel.revealFolder(folder)}
    >
      <Icon name="folder" />
      Reveal Folder
    </button>
  );
}
