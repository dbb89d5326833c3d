import * as vscode from 'vscode';
import type { ConsentList } from '../../protocol/consent.ts';
import { showWarningMessage } from '../host/inert.ts';

const stateKey = 'agreements';
/** The oldest agreements are forgotten first. */
const mostKept = 500;

interface Agreement {
  hash: string;
  folder: string;
}

/** Asks the person to agree to what a plan from a file, a report or another program does, once for each list. */
export class Consents {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The hash of a list that the person agrees to; undefined = it needs no agreement. Rejects with CancellationError. */
  async agree(list: ConsentList): Promise<string | undefined> {
    const { hash, folder, sections } = list;
    if (sections.length === 0) return undefined;
    const kept = this.#state.get<Agreement[]>(stateKey, []);
    if (kept.some(each => each.hash === hash && each.folder === folder)) return hash;
    const options = { modal: true, detail: consentDetail(list) };
    const answer = await showWarningMessage(consentQuestion, options, agreeButton);
    if (answer !== agreeButton) throw new vscode.CancellationError();
    await this.#state.update(stateKey, [...kept, { hash, folder }].slice(-mostKept));
    return hash;
  }
}

const consentQuestion = 'Do you agree to what this plan does?';
const agreeButton = 'Agree and Run';

/** The list under the question. A modal shows plain text. */
function consentDetail({ sections, amount, folder }: ConsentList): string {
  const parts = sections.map(({ title, lines }) =>
    [`${title}:`, ...lines.map(line => `    ${line}`)].join('\n'),
  );
  const place = `You are not asked again for exactly this in ${folder}.`;
  return [...parts, amount.join('\n'), place].join('\n\n');
}
