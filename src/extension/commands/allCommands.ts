import { addEndpoint } from './addEndpoint.ts';
import type { Command } from './command.ts';
import { compareRunsCommand } from './compareRuns.ts';
import { copyRunPath } from './copyRunPath.ts';
import { deleteEndpoint } from './deleteEndpoint.ts';
import { deleteRun } from './deleteRun.ts';
import { duplicateEndpoint } from './duplicateEndpoint.ts';
import { editEndpoint } from './editEndpoint.ts';
import { exportData } from './exportData.ts';
import { exportReportCommand } from './exportReport.ts';
import { openExperimentCommand, openRun } from './open.ts';
import { refreshRuns } from './refreshRuns.ts';
import { removeApiKey } from './removeApiKey.ts';
import { revealRun } from './revealRun.ts';
import { runAb } from './runAb.ts';
import { runBenchmark } from './runBenchmark.ts';
import { runEndpoint } from './runEndpoint.ts';
import { runHeatmap } from './runHeatmap.ts';
import { runLoadTest } from './runLoadTest.ts';
import { runPlanFile } from './runPlanFile.ts';
import { runRecipe } from './runRecipe.ts';
import type { Services } from './services.ts';
import { setApiKey } from './setApiKey.ts';
import { showLog } from './showLog.ts';
import { stopRun } from './stopRun.ts';
import { testConnectionCommand } from './testConnection.ts';
import { trySimulated } from './trySimulated.ts';

/** Every command of the manifest, in the same order. */
export function allCommands(services: Services): Command[] {
  return [
    runBenchmark,
    runPlanFile,
    stopRun,
    openRun,
    revealRun,
    copyRunPath,
    deleteRun,
    refreshRuns,
    compareRunsCommand,
    runLoadTest,
    runAb,
    runHeatmap,
    runRecipe,
    openExperimentCommand,
    exportReportCommand,
    exportData,
    addEndpoint,
    trySimulated,
    runEndpoint,
    testConnectionCommand,
    editEndpoint,
    duplicateEndpoint,
    setApiKey,
    removeApiKey,
    deleteEndpoint,
    showLog,
  ].map(make => make(services));
}
