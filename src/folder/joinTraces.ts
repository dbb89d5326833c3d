import { isJsonObject } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import type { InvocationResponse } from '../core/request/response.ts';
import type { ResponseTrace } from '../core/request/trace.ts';

/** Reads a line of `trace.jsonl`; only we write that file. Throws SyntaxError when it is no trace. */
export function readTrace(line: string): ResponseTrace {
  const json = readJson(line);
  if (!isJsonObject(json) || typeof json['id'] !== 'string' || !Array.isArray(json['gaps'])) {
    throw new SyntaxError('not a trace');
  }
  return json as unknown as ResponseTrace;
}

/** For each response its trace, or null. Ids that a server gives out twice are matched in file order. */
export function joinTraces(
  responses: readonly InvocationResponse[],
  traces: readonly ResponseTrace[],
): (ResponseTrace | null)[] {
  const byId = new Map<string, ResponseTrace[]>();
  for (let i = traces.length - 1; i >= 0; i--) {
    const trace = traces[i];
    if (trace?.phase !== 'measure') continue;
    const same = byId.get(trace.id);
    if (same) same.push(trace);
    else byId.set(trace.id, [trace]);
  }
  return responses.map(({ id }) => (id === null ? null : (byId.get(id)?.pop() ?? null)));
}
