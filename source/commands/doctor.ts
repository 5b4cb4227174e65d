import {checkupOutcome} from '../call/checkup.js';
import {resolveConfig} from '../config/resolve.js';
import {checkupJson, checkupText} from '../output/checkup.js';
import {maskValue} from '../output/mask.js';
import type {Run} from '../program/options.js';
import {askingLine} from '../run/asking-line.js';
import {checkupOf} from '../run/doctor.js';
import {forStream} from '../run/paint.js';
import {painter} from '../run/painter.js';
import {configInput, displayOf} from '../run/start.js';

const exits = {well: 0, broken: 1, unknown: 3} as const;

/** Columns of a line in a pipe, and the most of one in a terminal. */
const WIDTH = {piped: 100, most: 120};

/** Checks every hop on the way of a call. Returns the exit status: 0 all well, 1 something is broken, 3 not enough to check. Throws `UsageError`. */
export const run: Run<'doctor'> = async (_, {json, ...flags}) => {
  const config = resolveConfig(configInput(flags));
  const {mask, ascii} = displayOf(config);
  const asking = askingLine();
  const found = await checkupOf(config, asking).finally(asking.end);
  const checkup = mask ? {...found, hops: maskValue(found.hops)} : found;
  const width = Math.min(process.stdout.columns ?? WIDTH.piped, WIDTH.most);
  if (json) process.stdout.write(checkupJson(checkup));
  else process.stdout.write(forStream(process.stdout, checkupText(checkup, {paint: painter(), width}), ascii));
  return exits[checkupOutcome(checkup)];
};
