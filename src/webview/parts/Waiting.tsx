import { Icon } from './Icon.tsx';
import { Notice } from './Notice.tsx';

/** A panel that waits for its content. */
export function Waiting({ message }: { message: string }) {
  return (
    <main class="centered" aria-busy="true">
      <p role="status">
        <Icon name="progress" spin /> {message}
      </p>
    </main>
  );
}

/** A panel that has nothing to show, with the reason. */
export function NotShown({
  title,
  message,
  onShowLog,
}: {
  title: string;
  message: string;
  onShowLog: () => void;
}) {
  return (
    <main class="centered">
      <h1 class="sr">{title}</h1>
      <Notice severity="error" message={message} />
      <button type="button" class="button secondary" onClick={onShowLog}>
        Show Log
      </button>
    </main>
  );
}
