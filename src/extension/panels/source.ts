import { basename } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import type { CompatView } from '../../core/compat/compatView.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { PanelSubject } from '../../protocol/panel.ts';
import type { RequestDetail } from '../../protocol/run.ts';
import type { RunViewState } from '../../protocol/view.ts';
import { sentenceFor } from '../host/errorReporter.ts';
import type { RunSession } from '../measurements/runSession.ts';
import type { ViewSource } from './servedView.ts';

/** What a run view shows, and where it comes from: a run in progress, then its folder. */
export class RunSource implements ViewSource<RunViewState> {
  readonly #engine: EnginePort;
  readonly session: RunSession | null;
  readonly #savedFolder: string | null;
  #visibleSince = Date.now();
  #report: Promise<RunViewState> | null = null;

  constructor(engine: EnginePort, of: { session: RunSession } | { folder: string }) {
    this.#engine = engine;
    this.session = 'session' in of ? of.session : null;
    this.#savedFolder = 'folder' in of ? of.folder : null;
  }

  get folder(): string | null {
    return this.#savedFolder ?? this.session?.folder ?? null;
  }

  get subject(): PanelSubject {
    return { folders: this.folder === null ? [] : [this.folder] };
  }

  get name(): string {
    if (this.folder !== null) return basename(this.folder);
    return this.session?.snapshot?.name ?? 'Benchmark';
  }

  becameVisible(): void {
    this.#visibleSince = Date.now();
  }

  /** The run in progress as it is now, or null once its folder is the truth. */
  live(): RunViewState | null {
    if (!this.session || this.session.over) return null;
    const { snapshot } = this.session;
    if (!snapshot) return { kind: 'loading', message: 'Starting the benchmark…' };
    return { kind: 'live', snapshot, visibleSince: this.#visibleSince };
  }

  /** The whole state; a saved run is read from disk once per view. Never rejects. */
  async state(): Promise<RunViewState> {
    const live = this.live();
    if (live) return live;
    this.#report ??= this.#load();
    return this.#report;
  }

  async request(index: number): Promise<RequestDetail> {
    const { folder } = this;
    if (folder === null) throw new UserError('This run has no folder, so there is nothing to open.');
    return this.#engine.request('loadRequest', { folder, index });
  }

  /** The saved run as other tools would report it. */
  async compatViews(): Promise<CompatView[]> {
    const { folder } = this;
    if (folder === null) throw new UserError('This run has no folder, so there is nothing to compute from.');
    return this.#engine.request('compatViews', { folder });
  }

  async #load(): Promise<RunViewState> {
    const { folder } = this;
    if (folder === null) {
      // It failed before it had a folder: its last snapshot says why.
      const snapshot = this.session?.snapshot;
      if (snapshot) return { kind: 'live', snapshot, visibleSince: this.#visibleSince };
      return { kind: 'error', message: 'The run ended before it had a folder.' };
    }
    try {
      return { kind: 'report', report: await this.#engine.request('loadReport', { folder }) };
    } catch (error) {
      return { kind: 'error', message: sentenceFor(error) };
    }
  }
}
