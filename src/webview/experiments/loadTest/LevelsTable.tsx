import { countOf } from '../../../core/format/quantities.ts';
import { type Knee, kneeMark } from '../../../core/loadTest/knee.ts';
import { columnsOf, doubtsOf, rateNote } from '../../../core/loadTest/levelTable.ts';
import type { LoadTestLevel } from '../../../protocol/run.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Quantity } from '../../parts/Quantity.tsx';

interface Props {
  name: string;
  levels: readonly LoadTestLevel[];
  knee: Knee;
  onOpen: (folder: string) => void;
}

/** The levels of a load test, one per row; numbers that are not reliable are greyed, with the reason. */
export function LevelsTable({ name, levels, knee, onOpen }: Props) {
  const columns = columnsOf(levels);
  const note = rateNote(levels);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={`Levels of ${name}`}>
        <table class="data levels">
          <caption class="sr">Levels of {name}</caption>
          <thead>
            <tr>
              {columns.map(({ key, label, definition }) => (
                <th key={key} scope="col" data-tip={definition}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {levels.map(level => (
              <LevelRow
                key={level.clients}
                columns={columns}
                level={level}
                knee={knee}
                onOpen={() => onOpen(level.folder)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {note !== null && <p class="muted">{note}</p>}
      <Doubts levels={levels} />
    </>
  );
}

interface RowProps {
  columns: ReturnType<typeof columnsOf>;
  level: LoadTestLevel;
  knee: Knee;
  onOpen: () => void;
}

function LevelRow({ columns, level, knee, onOpen }: RowProps) {
  const isKnee = level.clients === knee.clients;
  const [clients, ...numbers] = columns.map(({ key, value, text, doubt }) => ({
    key,
    text: text(value(level)),
    doubt: doubt?.(level) ?? null,
  }));
  return (
    <tr class={isKnee ? 'highlighted' : undefined}>
      {clients && (
        <th scope="row">
          <button
            type="button"
            class="button link"
            aria-label={`Open the report for ${countOf(level.clients, 'client')}`}
            onClick={onOpen}
          >
            {clients.text}
          </button>
          {isKnee && <span class="row-tag">{kneeMark(knee)}</span>}
          {clients.doubt !== null && <span class="row-tag">incomplete</span>}
        </th>
      )}
      {numbers.map(({ key, text, doubt }) => (
        <td key={key} class={doubt === null ? undefined : 'unreliable'} data-tip={doubt ?? undefined}>
          <Quantity text={text} />
          {doubt !== null && <span class="sr">, {doubt}</span>}
        </td>
      ))}
    </tr>
  );
}

/** Why some of the numbers are not reliable, each reason once per level. */
function Doubts({ levels }: Pick<Props, 'levels'>) {
  const doubts = doubtsOf(levels);
  if (doubts.length === 0) return null;
  return (
    <ul class="doubts muted">
      {doubts.map(({ clients, text }) => (
        <li key={`${clients} ${text}`}>
          <Icon name="info" /> {countOf(clients, 'client')}: {text}
        </li>
      ))}
    </ul>
  );
}
