import type * as z from 'zod/mini';
import { demandOf, type Issue, shownValue } from '../core/base/explainIssues.ts';
import type { JsonObject } from '../core/base/jsonValue.ts';
import type { WrongValues } from './wrongValues.ts';

type Path = readonly PropertyKey[];

/** Something that the schema rejects. */
interface Fault {
  readonly path: Path;
  readonly problem: string;
  /** What is left out because of it: the value, or the object that is useless without it. */
  leftOut: Path;
}

/**
 * The content without the values that `schema` rejects; null if nothing useful remains. Each value that is left out is
 * reported to `wrong`.
 */
export function withoutFaults<S extends z.ZodMiniType>(
  document: JsonObject,
  schema: S,
  wrong: WrongValues,
): z.output<S> | null {
  const draft = new Draft(document);
  // Leaving a value out can make the object around it invalid, so the schema is asked until nothing is new.
  while (
    issuesOf(schema, draft.content)
      .map(issue => draft.leaveOut(issue))
      .includes(true)
  ) {
    const [lost] = draft.faults.filter(({ leftOut }) => leftOut.length === 0);
    if (lost) {
      wrong.add(lost.path.join('.'), lost.problem, 'this file is left out');
      return null;
    }
  }
  for (const { path, problem, leftOut } of draft.faults) {
    const what = leftOut.length === path.length ? 'this value' : `"${leftOut.join('.')}"`;
    wrong.add(path.join('.'), problem, `${what} is left out`);
  }
  const parsed = schema.safeParse(draft.withoutListItems());
  return parsed.success ? parsed.data : null;
}

/** A document from which values are left out one by one. */
class Draft {
  readonly content: JsonObject;
  readonly faults: Fault[] = [];
  readonly #document: JsonObject;
  readonly #leftOut = new Map<string, Fault>();
  /** List items are removed at the end, because the paths of later items depend on their indexes. */
  readonly #items = new Map<string, Path>();

  constructor(document: JsonObject) {
    this.#document = document;
    this.content = structuredClone(document);
  }

  /** Leaves out what the issue is about. Returns false if that has been done already. */
  leaveOut(issue: Issue): boolean {
    const key = keyOf(issue.path);
    if (this.#items.has(key) || around(issue.path).some(outer => this.#leftOut.has(keyOf(outer))))
      return false;
    const known = this.#leftOut.get(key);
    const fault = known ?? faultOf(issue, this.#document);
    // A value that was left out is required: leave out the object around it too.
    if (known) known.leftOut = known.leftOut.slice(0, -1);
    else this.faults.push(fault);
    this.#leftOut.set(keyOf(fault.leftOut), fault);
    const isItem = Array.isArray(valueAt(this.content, fault.leftOut.slice(0, -1)));
    if (isItem) this.#items.set(keyOf(fault.leftOut), fault.leftOut);
    else remove(this.content, fault.leftOut);
    return true;
  }

  withoutListItems(): JsonObject {
    // Last items first: removing an item shifts those behind it.
    for (const path of [...this.#items.values()].sort(lastFirst)) remove(this.content, path);
    return this.content;
  }
}

/** The first issue of each path. */
function issuesOf(schema: z.ZodMiniType, draft: JsonObject): Issue[] {
  const issues: Issue[] = schema.safeParse(draft).error?.issues ?? [];
  return [...new Map(issues.toReversed().map(issue => [keyOf(issue.path), issue])).values()].reverse();
}

/** The paths of everything that contains the value at `path`. */
function around(path: Path): Path[] {
  return path.map((_, i) => path.slice(0, i));
}

function faultOf(issue: Issue, document: JsonObject): Fault {
  const { path } = issue;
  const value = valueAt(document, path);
  return value === undefined
    ? { path, problem: 'is missing', leftOut: path.slice(0, -1) }
    : { path, problem: `${demandOf(issue)}, not ${shownValue(value)}`, leftOut: path };
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function lastFirst(a: Path, b: Path): number {
  return b.length - a.length || Number(b.at(-1)) - Number(a.at(-1));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key)
        ? (here as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function remove(draft: JsonObject, path: Path): void {
  const holder = valueAt(draft, path.slice(0, -1));
  const key = path.at(-1);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, String(key));
}
