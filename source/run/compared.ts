import {UsageError} from '../config/problem.js';
import {type ComparedCall, callText, findCall} from '../output/compare/choice.js';
import {type Course, courseOf, nccoReplies} from '../output/compare/course.js';
import {maskNumbers} from '../text/numbers.js';
import {printable} from '../text/printable.js';
import {readingBar} from './reading-bar.js';
import {type OnBus, openReplay} from './recorded.js';
import {streams} from './streams.js';
import {readWhole, type Whole} from './whole.js';

/** All calls of a file; `close` it when no more is read of it. */
export type Calls = Whole & {file: string};

/** Reads a recording, a snapshot, standard input (`-`) or a bus. Throws `FileError` as `openReplay` does. */
export async function callsInFile(file: string, onBus?: OnBus): Promise<Calls> {
  const replay = await openReplay([file], onBus);
  const unbar = readingBar(replay);
  try {
    return {file, ...(await readWhole(replay))};
  } finally {
    unbar();
  }
}

/** Calls that are listed where one must be chosen. */
const MOST_LISTED = 20;

type Asking = {/** What the command line calls the file. */ name?: string; mask?: boolean};

/**
 * The call that is meant by the words of `--call`, or the only one that there is, with the NCCOs that its webhooks were answered with. Throws
 * `UsageError` where none or several are meant, and says which there are.
 */
export async function chosenCourse(
  {file, world, payload}: Calls,
  words: string | undefined,
  asking: Asking,
): Promise<Course> {
  const choice = findCall(world, words);
  if (!('call' in choice)) throw asked({file, world}, words, choice, asking);
  const bodies = new Map<number, string>();
  for (const seq of nccoReplies(world, choice.call)) {
    const observation = await payload(seq);
    if (observation?.source === 'reply' && observation.raw.encoding === undefined)
      bodies.set(seq, observation.raw.body);
  }
  return courseOf(world, choice.call, seq => bodies.get(seq));
}

type Missed = Exclude<ReturnType<typeof findCall>, {call: ComparedCall}>;

/** Says on standard error which calls there are; gives the error that says what to do. */
function asked(
  {file, world}: Pick<Calls, 'file' | 'world'>,
  words: string | undefined,
  missed: Missed,
  {name, mask}: Asking,
): UsageError {
  const calls = 'several' in missed ? missed.several : missed.none;
  const where = file === '-' ? 'Standard input' : printable(file);
  if (calls.length === 0)
    return new UsageError(`${where} holds no call: there is nothing to compare. Name another recording.`);
  const hide = mask ? maskNumbers : undefined;
  const lists = calls
    .slice(0, MOST_LISTED)
    .map(call => `${printable(callText(world, call, hide), 200)}\n`)
    .join('');
  const rest = calls.length - MOST_LISTED;
  streams.err(`${lists}${rest > 0 ? `      and ${rest} more: convo-monitor open lists them.\n` : ''}`);
  const how = words === undefined ? 'holds' : `--call ${printable(words)} means`;
  const count = 'several' in missed ? `${calls.length} calls` : 'no call';
  const what = words === undefined ? `${where} ${how} ${count}` : `${how} ${count} of ${where}`;
  const twice =
    name === undefined ? 'one with each of two --call' : 'one with --call, or with two of them: for GOOD, then for BAD';
  return new UsageError(`${what}. Choose ${twice}, by its number or by the beginning of an id.`);
}
