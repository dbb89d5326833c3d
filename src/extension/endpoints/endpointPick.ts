import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose, type PickItem } from '../host/questions/quickInput.ts';
import type { EndpointStore } from './endpointStore.ts';
import {
  checkEndpoint,
  endpointIcon,
  endpointLabel,
  isSimulated,
  originOf,
  placeOf,
  type SavedEndpoint,
  simulatedEndpoint,
} from './savedEndpoint.ts';

/** A saved endpoint, the simulated endpoint if it is not saved yet, or the wish to add another. */
export type EndpointChoice = SavedEndpoint | 'simulated' | 'add';

/** Asks which endpoint. The last one used comes first. The simulated one is always offered if it is suitable. */
export function chooseEndpoint(
  frame: Frame,
  store: EndpointStore,
  lastId: string | undefined,
  placeholder = 'Which endpoint do you want to benchmark?',
  isSuitable: (endpoint: SavedEndpoint) => boolean = () => true,
): Promise<UserAnswer<EndpointChoice>> {
  const saved = store
    .list()
    .filter(isSuitable)
    .sort((a, b) => Number(b.id === lastId) - Number(a.id === lastId));
  const offersSimulated =
    !store.list().some(({ config }) => isSimulated(config)) &&
    isSuitable({ id: '', config: checkEndpoint(simulatedEndpoint) });
  const simulated: PickItem<EndpointChoice>[] = !offersSimulated
    ? []
    : [
        {
          label: `$(beaker) ${simulatedEndpoint.name}`,
          description: 'built in, needs no key and costs nothing',
          value: 'simulated',
        },
      ];
  return choose<EndpointChoice>(frame, {
    placeholder,
    choices: [
      ...saved.map(endpoint => ({ ...describe(endpoint), value: endpoint })),
      ...simulated,
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: '$(add) Add Endpoint…', value: 'add' },
    ],
  });
}

/** Asks for one of the saved endpoints. */
export async function chooseSavedEndpoint(
  title: string,
  store: EndpointStore,
): Promise<SavedEndpoint | undefined> {
  if (store.list().length === 0) throw new UserError('There are no endpoints yet. Add one first.');
  const choices = store.list().map(endpoint => ({ ...describe(endpoint), value: endpoint }));
  const answer = await choose<SavedEndpoint>({ title }, { placeholder: 'Which endpoint?', choices });
  return typeof answer === 'symbol' ? undefined : answer;
}

function describe({ config }: SavedEndpoint): PickItem<never> {
  return {
    label: `$(${endpointIcon(config)}) ${endpointLabel(config)}`,
    description: [config.model, originOf(config) ?? placeOf(config)].join(' · '),
  };
}
