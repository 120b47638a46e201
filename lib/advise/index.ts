/**
 * The advisor: data, model and budget in; batch size, learning rate and the evidence out.
 * @module batchwise/advise
 */

export { type LayersModelSpec, readLayersModel } from "../nn/tfjsLayers/layersModelSpec.js";
export type { Advice, AdviceStatus, Contrast, SizeRow, TriedRow } from "./advice.js";
export { adviceText } from "./adviceText.js";
export { advise } from "./advise.js";
export type { WorkOptions } from "./adviseOn.js";
export { type Compared, type Decision, decide, morePairs } from "./decide.js";
export type { GivenDivision } from "./givenDivision.js";
export type { MemoryFit, NoiseScale } from "./measured.js";
export type { Design, Plan, PlannedStage } from "./plan.js";
export { planText } from "./planText.js";
export { type AdviseProgramOptions, adviseProgram } from "./program/adviseProgram.js";
export type { Command } from "./program/command.js";
export type { Evaluation } from "./program/evaluationLine.js";
export { ProgramError } from "./program/runProgram.js";
export { readyLines } from "./readyLines.js";
export type { AdviseBudget, Length, MetricName, Problem } from "./request.js";
export type { AdviseOptions } from "./settings.js";
export type { SpeedFit, SpeedRow } from "./speedRow.js";
