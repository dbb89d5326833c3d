import { UserError } from '../base/errors.ts';
import { nearestOf } from '../base/explainIssues.ts';
import {
  type ExportedRequest,
  type ExportedValue,
  type ResponseColumn,
  responseColumns,
} from './responseColumns.ts';

export type RequestFilter = (request: ExportedRequest) => boolean;

type Test = (value: ExportedValue) => boolean;

const condition = /^(\w+)\s*(?:is\s+(not\s+)?null|(<=|>=|!=|=|<|>|~)\s*(.+))$/i;

/**
 * Reads a filter of requests: conditions on the columns of exports, such as "error is null and
 * output_tokens >= 100", of which all must hold. An unknown value meets only "is null". Throws UserError.
 */
export function readRequestFilter(text: string): RequestFilter {
  const tests = splitAtAnd(text).map(readCondition);
  return request => tests.every(test => test(request));
}

/** At each "and" that is not inside quotation marks. */
function splitAtAnd(text: string): string[] {
  const conditions = text
    .split(/\s+and\s+(?=(?:[^"']|"[^"]*"|'[^']*')*$)/i)
    .map(part => part.trim())
    .filter(part => part !== '');
  if (conditions.length === 0) throw new UserError('The filter (--filter) is empty.');
  return conditions;
}

/** A condition behind "or". Without quotation marks it would be taken as a part of the value. */
const alternative = /\s+or\s+\w+\s*(?:is\s|<|>|!=|=|~)(?=(?:[^"']|"[^"]*"|'[^']*')*$)/i;

function readCondition(text: string): RequestFilter {
  if (alternative.test(text)) {
    throw new UserError(
      `The filter (--filter) cannot join conditions by "or" ("${text}"): all of them must hold, joined by "and". Put a value that contains "or" in quotation marks.`,
    );
  }
  const [, name = '', not, operator, written = ''] = condition.exec(text) ?? [];
  if (name === '') {
    throw new UserError(
      `The filter (--filter) cannot be read at "${text}": write conditions such as "error is null", "output_tokens >= 100", "reason = timeout" or "error ~ quota", joined by "and".`,
    );
  }
  const column = columnOf(name);
  const test =
    operator === undefined ? nullTest(not !== undefined) : comparison(column, operator, unquoted(written));
  return request => test(column.value(request));
}

function columnOf(name: string): ResponseColumn {
  const column = responseColumns.find(each => each.name === name.toLowerCase());
  if (column) return column;
  const names = responseColumns.map(each => each.name);
  const nearest = nearestOf(name.toLowerCase(), names);
  throw new UserError(
    `The filter (--filter) names "${name}", which is no column: ${nearest === null ? `there are ${names.join(', ')}` : `did you mean "${nearest}"?`}`,
  );
}

function nullTest(not: boolean): Test {
  return value => (value === null) !== not;
}

function comparison(column: ResponseColumn, operator: string, written: string): Test {
  if (operator === '~') {
    const part = written.toLowerCase();
    return value => value !== null && String(value).toLowerCase().includes(part);
  }
  const wanted = wantedOf(column, written);
  return value => value !== null && compares(value, operator, wanted);
}

/** The value that is compared with, in the type of the column. */
function wantedOf({ name, type }: ResponseColumn, written: string): Exclude<ExportedValue, null> {
  const wrong = (what: string) =>
    new UserError(`The filter (--filter) compares "${name}" with "${written}", not ${what}.`);
  if (type === 'text') return written;
  if (type === 'boolean') {
    if (!/^(true|false)$/i.test(written)) throw wrong('true or false');
    return /^true$/i.test(written);
  }
  const number = type === 'timestamp' ? Date.parse(written) : Number(written);
  if (!Number.isFinite(number))
    throw wrong(type === 'timestamp' ? 'a time such as 2026-01-01T12:00:00Z' : 'a number');
  return number;
}

function compares(value: Exclude<ExportedValue, null>, operator: string, wanted: typeof value): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    default:
      return value >= wanted;
  }
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
