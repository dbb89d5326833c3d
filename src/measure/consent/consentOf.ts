import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { isS3Address } from '../../core/base/s3Address.ts';
import { shownLine } from '../../core/format/shownText.ts';
import { kindOf } from '../../endpoints/kinds.ts';
import { isReachedWithAws } from '../../endpoints/shared/servers.ts';
import type { ConsentList, ConsentSection, PlanPlace } from '../../protocol/consent.ts';
import type { Secrets } from '../../protocol/start.ts';
import type { RunPlan } from '../plan/parsePlan.ts';
import { amountOf } from './amountOf.ts';
import { type Demand, demandKinds } from './demands.ts';
import { fileDemands } from './filesOf.ts';
import {
  type Authorship,
  type Environment,
  endpointDemands,
  looksUpPrices,
  serviceDemands,
} from './keysOf.ts';
import { moduleHash } from './moduleHash.ts';
import { outside, type PlanFolders, planFolders, realPath } from './planFolders.ts';

/** One plan of a measurement: the run, a level of a load test, a side of an A/B test. */
export interface ConsentPart {
  readonly plan: RunPlan;
  readonly baseFolder: string;
  /** undefined = the plan may be anybody's, and nothing of it was chosen. */
  readonly place: PlanPlace | undefined;
  readonly secrets: Secrets;
}

/** What has to be agreed to, and whether the cost may be found out before that. */
interface Consent extends ConsentList {
  /** No file, program or service has to be asked for it that needs consent itself. */
  readonly mayEstimate: boolean;
}

/** Everything that a measurement does and a person has to agree to. */
export async function consentOf(
  parts: readonly ConsentPart[],
  environment: Environment,
  shareBudget = false,
): Promise<Consent> {
  const found: Demand[] = [];
  for (const part of parts) found.push(...(await demandsOf(part, environment)));
  const demands = distinct(found);
  const sections = sectionsOf(demands);
  const plans = parts.map(({ plan }) => plan);
  const amount = amountOf(plans, shareBudget);
  const folder = await realPath(parts[0]?.baseFolder ?? '');
  const hash = createHash('sha256')
    .update(JSON.stringify([demands, amount]))
    .digest('hex');
  const mayEstimate = demands.every(({ kind }) => isInert(kind)) && plans.every(isPricedHere);
  return { hash, sections, amount, folder, mayEstimate };
}

/** An estimate reads the prompts, but sends nothing and runs no callback. */
function isInert(kind: Demand['kind']): boolean {
  return kind !== 'file';
}

/** Whether an estimate needs neither AWS credentials, which programs may provide, nor the editor. */
function isPricedHere({ endpoint, cost }: RunPlan): boolean {
  const kind = kindOf(endpoint.kind);
  return !looksUpPrices(cost) && kind.defaultBaseUrl !== null && !isReachedWithAws(kind, endpoint);
}

/** What one plan does that its place does not allow it to do unasked. */
async function demandsOf(
  { plan, baseFolder, place, secrets }: ConsentPart,
  environment: Environment,
): Promise<Demand[]> {
  const isChosen = chosenIn(place);
  if (isChosen('')) return [];
  const folders = await planFolders(baseFolder, place);
  const author: Authorship = { isOwn: folders.isOwn, isChosen };
  return [
    ...(await moduleDemands(plan, folders, isChosen)),
    ...endpointDemands(plan.endpoint, secrets, environment, author),
    ...serviceDemands(plan, environment, author),
    ...(await fileDemands(plan, folders, isChosen)),
    ...(await outputDemands(plan, folders, isChosen)),
  ];
}

/** Tells whether the person chose a key, or one that it is inside of. */
function chosenIn(place: PlanPlace | undefined): (key: string) => boolean {
  const chosen = place?.chosen ?? [];
  return key => chosen.some(each => each === '' || key === each || key.startsWith(`${each}.`));
}

/** Code may do anything, wherever it lies. */
async function moduleDemands(
  { callbacks = [] }: RunPlan,
  { base }: PlanFolders,
  isChosen: (key: string) => boolean,
): Promise<Demand[]> {
  if (isChosen('callbacks')) return [];
  const paths = callbacks.flatMap(({ module }) => (module === undefined ? [] : [module]));
  return Promise.all(
    paths.map(async path => {
      const real = await realPath(resolve(base, path));
      return { kind: 'module' as const, path: real, hash: await moduleHash(real) };
    }),
  );
}

async function outputDemands(
  { output }: RunPlan,
  folders: PlanFolders,
  isChosen: (key: string) => boolean,
): Promise<Demand[]> {
  if (output === undefined || isChosen('output')) return [];
  const path = isS3Address(output) ? output : await outside(output, folders);
  return path === null ? [] : [{ kind: 'output', path }];
}

function distinct(demands: readonly Demand[]): Demand[] {
  return [...new Map(demands.map(demand => [JSON.stringify(demand), demand])).values()];
}

const titles: Readonly<Record<Demand['kind'], string>> = {
  module: 'Runs code, which may do all that you may do',
  key: 'Sends a key of yours',
  address: 'Sends data to an address that it names',
  file: 'Reads files from outside its folder, and sends what is in them',
  output: 'Writes to a folder outside its own',
};

function sectionsOf(demands: readonly Demand[]): ConsentSection[] {
  return demandKinds.flatMap(kind => {
    const lines = demands.filter(demand => demand.kind === kind).map(demand => shownLine(lineOf(demand)));
    return lines.length === 0 ? [] : [{ title: titles[kind], lines }];
  });
}

function lineOf(demand: Demand): string {
  switch (demand.kind) {
    case 'key':
      return `${demand.key}, with ${demand.data}, to ${demand.to}${noteOf(demand.note)}`;
    case 'address':
      return `${demand.data} to ${demand.to}${noteOf(demand.note)}`;
    case 'file':
      return `${demand.path} ("${demand.from}")`;
    case 'module':
      return `${demand.path} (SHA-256 ${demand.hash.slice(0, 16)})`;
    case 'output':
      return demand.path;
  }
}

function noteOf(note: string | undefined): string {
  return note === undefined ? '' : `, ${note}`;
}
