import { type AuditTable, percent } from '../auditTable.ts';
import { driftingServers, driftShare, slowSwings, steadyServers } from '../drift.ts';

const repetitions = 500;

export const table: AuditTable = {
  title: 'Drift',
  text: `Share of ${repetitions} runs that are told that the server drifted: at most 5 % where it does not. A run that lasts only a few swings of a load that all clients share cannot tell them from drift.`,
  columns: ['run', 'server', 'told so'],
  *rows() {
    for (const one of steadyServers) yield [one.name, 'steady', percent(driftShare(one, repetitions))];
    for (const one of slowSwings) yield [one.name, 'swings slowly', percent(driftShare(one, repetitions))];
    for (const one of driftingServers) yield [one.name, 'drifts', percent(driftShare(one, repetitions))];
  },
};
