import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../core/base/errors.ts';
import { levelClients } from '../core/loadTest/levels.ts';
import { type ExperimentFile, experimentFile, readExperiment } from '../folder/experimentFile.ts';
import { runFiles } from '../folder/names.ts';

/** A folder to show. */
export interface OpenedFolder {
  folder: string;
  content: 'run' | 'heatmap' | 'ab' | 'load-test' | 'repeats';
  experiment: ExperimentFile | null;
  /** Wrong values in its experiment file, as sentences. */
  warnings: string[];
}

/**
 * What a folder contains, by its file names and its experiment file. Throws UserError for a folder that contains
 * nothing, and for one whose experiment file does not say what it is.
 */
export async function kindOfFolder(folder: string): Promise<OpenedFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(whyClosed(folder, error), { cause: error });
  });
  const warnings: string[] = [];
  const experiment = await readExperiment(folder, warnings);
  const names = (wanted: 'isFile' | 'isDirectory') =>
    entries.filter(entry => entry[wanted]()).map(entry => entry.name);
  const files = names('isFile');
  const opened = (content: OpenedFolder['content']): OpenedFolder => ({
    folder,
    content,
    experiment,
    warnings: warnings.map(text => `${basename(folder)}: ${text}`),
  });
  if (files.some(name => runMarks.includes(name))) {
    return opened(experiment?.kind === 'heatmap' ? 'heatmap' : 'run');
  }
  if (experiment !== null) return opened(experiment.kind === 'heatmap' ? 'load-test' : experiment.kind);
  const folders = names('isDirectory');
  if (folders.length === 0) throw new UserError(`${folder} contains neither a run nor an experiment.`);
  const looksLikeLevels = folders.every(name => levelClients(name) !== null);
  if (files.includes(experimentFile) && !looksLikeLevels) {
    throw new UserError(`${folder} does not say what it contains. ${warnings.join(' ')}`.trimEnd());
  }
  // Python LLMeter writes no experiment file.
  return opened('load-test');
}

/** Any of these makes a folder a run. */
const runMarks: readonly string[] = [runFiles.summary, runFiles.responses, runFiles.stats];

function whyClosed(folder: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `The folder ${folder} does not exist.`;
  if (code === 'ENOTDIR') return `${folder} is a file: select the folder that contains it.`;
  return `${folder} cannot be opened: ${message}.`;
}
