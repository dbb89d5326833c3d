import type { Notices } from '../host/notices.ts';
import { Icon } from './Icon.tsx';

/** A short confirmation or error in the corner. */
export function Toast({ notices }: { notices: Notices }) {
  const notice = notices.shown.value;
  return (
    <div class="toast" role="status">
      {notice !== null && (
        <div class={`toast-body ${notice.severity}`}>
          <Icon name={notice.severity === 'info' ? 'check' : 'error'} />
          <span>{notice.message}</span>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => notices.dismiss()}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
