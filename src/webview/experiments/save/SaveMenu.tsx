import { useId, useRef } from 'preact/hooks';
import type { Chart } from '../../../charts/chart.ts';
import { csvText } from '../../../core/format/csv.ts';
import { Icon } from '../../parts/Icon.tsx';
import { moveInList } from '../../parts/moveByKey.ts';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { fileName } from '../panel/fileName.ts';
import { pngOf, svgOf } from './picture.ts';
import './saveMenu.css';

interface Format {
  label: string;
  extension: string;
  content: (chart: Chart, panel: ExperimentPanel) => string | Uint8Array | Promise<Uint8Array>;
}

const formats: readonly Format[] = [
  {
    label: 'Image (PNG)',
    extension: 'png',
    content: (chart, panel) => pngOf(chart, panel.theme.value),
  },
  {
    label: 'Vector image (SVG)',
    extension: 'svg',
    content: (chart, panel) => svgOf(chart, panel.theme.value),
  },
  {
    label: 'Table (CSV)',
    extension: 'csv',
    content: ({ table }) => csvText(table.columns, table.rows),
  },
];

/** The button beside a chart's title with the formats to save the chart in. */
export function SaveMenu({ panel, chart }: { panel: ExperimentPanel; chart: Chart }) {
  const id = useId();
  const { button, menu, place, onToggle, move } = useMenu();
  const save = async ({ extension, content }: Format) => {
    menu.current?.hidePopover();
    await panel.save(fileName(chart.title, extension), () => content(chart, panel));
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={`Save: ${chart.title}`}
        aria-haspopup="menu"
        aria-expanded={false}
        data-tip="Save as image or table"
        popovertarget={id}
        ref={button}
        onClick={place}
      >
        <Icon name="save" />
      </button>
      <div
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={`Save ${chart.title}`}
        id={id}
        popover="auto"
        ref={menu}
        onToggle={onToggle}
        onKeyDown={move}
      >
        {formats.map(format => (
          <MenuItem key={format.extension} label={format.label} onChoose={() => void save(format)} />
        ))}
      </div>
    </>
  );
}

function MenuItem({ label, onChoose }: { label: string; onChoose: () => void }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={onChoose}>
      {label}
    </button>
  );
}

/** A menu below its button: the arrow keys move, Tab closes it, as Escape does for every popover. */
function useMenu() {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined || menu.current === null) return;
    menu.current.style.top = `${at.bottom + 2}px`;
    menu.current.style.right = `${document.documentElement.clientWidth - at.right}px`;
  };
  const onToggle = (event: { newState: string }) => {
    button.current?.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState === 'open') menu.current?.querySelector('button')?.focus();
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') menu.current?.hidePopover();
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const focused = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = moveInList(event.key, focused, items.length, 'vertical');
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return { button, menu, place, onToggle, move };
}
