import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';
import { Prose } from './Prose.tsx';

interface Props {
  severity: 'info' | 'warning' | 'error';
  message: string;
  advice?: string | undefined;
  children?: ComponentChildren;
}

/** An important message, with what to do about it. */
export function Notice({ severity, message, advice, children }: Props) {
  return (
    <div class={`notice ${severity}`}>
      <Icon name={severity} />
      <div>
        <span class="sr">{severity}: </span>
        <span>{message}</span>
        {advice !== undefined && (
          <span class="muted">
            {' '}
            <Prose text={advice} />
          </span>
        )}
        {children}
      </div>
    </div>
  );
}
