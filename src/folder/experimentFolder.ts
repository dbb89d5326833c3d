import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import type { ExperimentState } from '../protocol/experiments.ts';
import { type ExperimentFile, experimentFile, writeExperiment } from './experimentFile.ts';
import { defaultRunName } from './runFolder.ts';
import { unwritable } from './writeErrors.ts';

/** What is known about an experiment before its first run. */
export type ExperimentFacts = Omit<ExperimentFile, 'schema' | 'state' | 'message' | 'name' | 'startTime'>;

/** A folder for the runs of an experiment, with the file that describes the experiment. */
export class ExperimentFolder {
  readonly path: string;
  readonly #file: Omit<ExperimentFile, 'state' | 'message'>;

  private constructor(path: string, file: Omit<ExperimentFile, 'state' | 'message'>) {
    this.path = path;
    this.#file = file;
  }

  /**
   * Creates a folder, or uses an empty one: runs of an earlier experiment would be mistaken for runs of this
   * one. Without a name it is called by date and time, made unique. Throws UserError.
   * @param wall milliseconds since the epoch
   */
  static async create(
    output: string,
    name: string | undefined,
    wall: number,
    facts: ExperimentFacts,
  ): Promise<ExperimentFolder> {
    const wanted = name ?? defaultRunName(wall);
    if (wanted === '.' || wanted === '..' || /[/\\]/.test(wanted) || wanted.trim() === '') {
      throw new UserError(`"${wanted}" cannot be the name of an experiment's folder. Change "name".`);
    }
    for (let attempt = 1; ; attempt++) {
      const called = attempt === 1 ? wanted : `${wanted}-${attempt}`;
      const path = join(output, called);
      const inside = await readdir(path).catch(() => []);
      if (inside.length === 0) {
        const folder = new ExperimentFolder(path, { schema: 1, name: called, startTime: wall, ...facts });
        await folder.#write('running', null);
        return folder;
      }
      if (name !== undefined) {
        throw new UserError(`${path} is not empty. Choose another "name", or remove the folder first.`);
      }
    }
  }

  get name(): string {
    return this.#file.name;
  }

  async finish(state: ExperimentState, message: string | null): Promise<void> {
    await this.#write(state, message);
  }

  /** Ends an experiment that could not continue. If no run has started, the folder is removed. */
  async abandon(message: string): Promise<void> {
    const inside = await readdir(this.path).catch(() => []);
    if (inside.every(name => name === experimentFile)) {
      await rm(this.path, { recursive: true, force: true });
    } else await this.finish('failed', message);
  }

  async #write(state: ExperimentFile['state'], message: string | null): Promise<void> {
    await writeExperiment(this.path, { ...this.#file, state, message }).catch((error: unknown) => {
      throw unwritable(this.path, error);
    });
  }
}
