import { type Knee, kneeMark } from '../../../core/loadTest/knee.ts';
import { levelColumns } from '../../../core/loadTest/levelTable.ts';
import type { LoadTestLevel } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Quantity } from '../../parts/Quantity.tsx';

interface Props {
  name: string;
  levels: readonly LoadTestLevel[];
  knee: Knee;
  onOpen: (folder: string) => void;
}

/** The levels of a load test, one a row; what is not to be relied on is greyed and says why. */
export function LevelsTable({ name, levels, knee, onOpen }: Props) {
  const doubts = levels.flatMap(level =>
    [...new Set(levelColumns.flatMap(({ doubt }) => doubt?.(level) ?? []))].map(text => ({
      clients: level.clients,
      text,
    })),
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={`Levels of ${name}`}>
        <table class="data levels">
          <caption class="sr">Levels of {name}</caption>
          <thead>
            <tr>
              {levelColumns.map(({ key, label, definition }) => (
                <th key={key} scope="col" data-tip={definition}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {levels.map(level => (
              <tr key={level.clients} class={level.clients === knee.clients ? 'headline' : undefined}>
                {levelColumns.map(({ key, value, text, doubt }, i) => {
                  const reason = doubt?.(level) ?? null;
                  const number = text(value(level));
                  return i === 0 ? (
                    <th key={key} scope="row">
                      <button
                        type="button"
                        class="button link"
                        aria-label={`Open the report of ${number} clients`}
                        onClick={() => onOpen(level.folder)}
                      >
                        {number}
                      </button>
                      {level.clients === knee.clients && <span class="headline-tag">{kneeMark(knee)}</span>}
                      {reason !== null && <span class="headline-tag">incomplete</span>}
                    </th>
                  ) : (
                    <td
                      key={key}
                      class={reason === null ? undefined : 'unreliable'}
                      data-tip={reason ?? undefined}
                    >
                      <Quantity text={number} />
                      {reason !== null && <span class="sr">, {reason}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {doubts.length > 0 && (
        <ul class="doubts muted">
          {doubts.map(({ clients, text }) => (
            <li key={`${clients} ${text}`}>
              <Icon name="info" /> {clients} {clients === 1 ? 'client' : 'clients'}: {text}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
