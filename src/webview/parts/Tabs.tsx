import { useRef } from 'preact/hooks';
import { moveInList } from './moveByKey.ts';

interface Props<T extends string> {
  label: string;
  value: T;
  tabs: readonly { value: T; label: string; count?: string | undefined }[];
  onChange: (value: T) => void;
}

/** ID of the panel that belongs to a tab. */
export function tabPanelId(tab: string): string {
  return `panel-${tab}`;
}

/** A tab list with one tab stop: the arrow keys move and select, as in VS Code's panels. */
export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const chosen = tabs.findIndex(tab => tab.value === value);
    const next = moveInList(event.key, chosen, tabs.length, 'horizontal');
    const tab = next === null ? undefined : tabs[next];
    if (next === null || tab === undefined) return;
    event.preventDefault();
    onChange(tab.value);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map(tab => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`tab-${tab.value}`}
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? tabPanelId(tab.value) : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.count !== undefined && <span class="badge">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
