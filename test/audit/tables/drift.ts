import { type AuditTable, percent } from '../auditTable.ts';
import { driftingServers, driftShare, steadyServers } from '../drift.ts';

const repetitions = 500;

export const table: AuditTable = {
  title: 'Drift',
  text: `Share of ${repetitions} runs that are told that the server drifted: at most 5 % where it does not.`,
  columns: ['run', 'server', 'told so'],
  *rows() {
    for (const one of steadyServers) yield [one.name, 'steady', percent(driftShare(one, repetitions))];
    for (const one of driftingServers) yield [one.name, 'drifts', percent(driftShare(one, repetitions))];
  },
};
