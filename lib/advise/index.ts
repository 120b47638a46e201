/**
 * The advisor: data, model and budget in; batch size, learning rate and the evidence out.
 * @module batchwise/advise
 */

export { type LayersModelSpec, readLayersModel } from "../nn/tfjsLayers/layersModelSpec.js";
export type { Advice, AdviceStatus, Contrast, SizeRow, TriedRow } from "./advice.js";
export { advise } from "./advise.js";
export type { WorkOptions } from "./adviseOn.js";
export { adviceText, answerText } from "./answer/adviceText.js";
export { readyLines } from "./answer/readyLines.js";
export type { GivenDivision } from "./data/givenDivision.js";
export type { MemoryFit, NoiseScale } from "./measured.js";
export type { Design, Plan, PlannedStage } from "./plan/plan.js";
export { planText } from "./plan/planText.js";
export type { SpeedFit, SpeedRow } from "./plan/speedRow.js";
export { type AdviseProgramOptions, adviseProgram } from "./program/adviseProgram.js";
export type { Command } from "./program/command.js";
export type { Evaluation } from "./program/evaluationLine.js";
export {
  type ProgramConfig,
  type ProgramRow,
  type ProgramRunsOptions,
  programRuns,
  programScores,
} from "./program/programRuns.js";
export { ProgramError } from "./program/runProgram.js";
export { type AdviceEvidence, adviceEvidence } from "./report/adviceEvidence.js";
export { adviceSections, type ReportPart, type ReportSection } from "./report/adviceSections.js";
export type { Evidence } from "./report/evidence.js";
export { planTable } from "./report/planTable.js";
export { sizeTable } from "./report/sizeTable.js";
export type { AdviseBudget, Length, MetricName, Problem } from "./request.js";
export type { AdviseOptions } from "./settings.js";
export { type Compared, type Decision, decide, morePairs } from "./stages/decide.js";
