/** Outlines on a 16 by 16 grid, drawn in the colour of the text. */
const paths = {
  check: 'M2.5 8.5l3.5 3.5 7.5-8',
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.5 5.5l5 5M10.5 5.5l-5 5',
  warning: 'M8 2L14.5 13.5H1.5ZM8 6.5v3.5M8 11.4v.8',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7v4.2M8 4.6v.9',
  progress: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5',
  stop: 'M3.5 3.5h9v9h-9Z',
  again: 'M13.5 8a5.5 5.5 0 1 1-1.9-4.2M13.5 1.5v3h-3',
  folder: 'M1.5 3.5h4.5l1.5 2h7v7h-13Z',
  copy: 'M5.5 5.5h8v9h-8ZM5.5 10.5h-3v-9h8v4',
  log: 'M3.5 1.5h9v13h-9ZM5.5 5h5M5.5 8h5M5.5 11h3',
  table: 'M1.5 2.5h13v11h-13ZM1.5 6h13M1.5 9.8h13M6 6v7.5',
  chart: 'M1.5 1.5v13h13M4.5 11.5V8M8 11.5V4M11.5 11.5V6.5',
  save: 'M8 1.5v8.5M4.5 6.5L8 10l3.5-3.5M2 13.5h12',
  report: 'M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3M6 8h4M6 11h4',
  better: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8.2l2.2 2.2L11 6',
  same: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 6.5h6M5 9.5h6',
  unknown:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M6 6.3a2 2 0 1 1 2.8 1.9c-.5.2-.8.5-.8 1.1v.4M8 11.4v.5',
  waiting: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M3.5 10l4.5-4.5 4.5 4.5',
  down: 'M3.5 6l4.5 4.5 4.5-4.5',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon; the text beside it or the label of its button says what it means. */
export function Icon({ name, spin = false }: { name: IconName; spin?: boolean }) {
  return (
    <svg class={spin ? 'icon spin' : 'icon'} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  );
}
