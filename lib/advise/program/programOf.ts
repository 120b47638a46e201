import { refuse } from "../../check.js";
import { type Command, commandOf } from "./command.js";
import type { ProgramOptions } from "./runProgram.js";

/** How a program is run, whatever for. */
export interface RunningOptions extends Pick<ProgramOptions, "timeLimit" | "silence" | "memory"> {
  /** Where the program runs. Default here. */
  readonly programFolder?: string;
  /** Devices of which each serves one training at a time, as `CUDA_VISIBLE_DEVICES` names them. Default none: one at a time. */
  readonly devices?: readonly string[];
}

/** A program, and how it is run. */
export interface Program {
  readonly command: Command;
  readonly options: ProgramOptions;
  /** Environments of the trainings that may run at a time: one for each device. */
  readonly slots: readonly Readonly<Record<string, string>>[];
}

/** The program of a command, checked before it is started. */
export function programOf(
  who: string,
  command: string | Command,
  { programFolder, devices, timeLimit, silence, memory }: RunningOptions,
): Program {
  if (memory !== undefined && process.platform !== "linux")
    refuse(who, "memory can be limited on Linux only", process.platform);
  for (const [name, value] of Object.entries({ timeLimit, silence, memory }))
    if (value !== undefined && !(value > 0)) refuse(who, `${name} must be above 0`, value);
  if (devices?.length === 0) refuse(who, "devices must name at least one", devices);
  return {
    command: typeof command === "string" ? commandOf(who, command) : command,
    options: { folder: programFolder, timeLimit, silence, memory },
    slots: slotsOf(devices) ?? [{}],
  };
}

/** An environment for each device. */
export function slotsOf(devices: readonly string[] | undefined): Program["slots"] | undefined {
  return devices?.map((device) => ({ CUDA_VISIBLE_DEVICES: device }));
}
