import {basename} from 'node:path';
import {FileError, UsageError} from '../config/problem.js';
import {alike, draftOf, type FlowDraft} from '../flow/write/draft.js';
import {flowText} from '../flow/write/text.js';
import type {Run} from '../program/options.js';
import {busAsked, configFor} from '../run/bus/asked.js';
import {readAll} from '../run/check.js';
import {streamsFor} from '../run/masked-streams.js';
import {openReplay} from '../run/recorded.js';
import {printable} from '../text/printable.js';
import {clock} from '../text/time.js';
import {type Call, callsOf, lastOf} from '../world/read/calls.js';
import {endingOf} from '../world/read/ending.js';

type Say = (text: string) => void;

/** Writes a flow file of a good call to standard output. Throws as `openReplay` does, and `UsageError` where calls went differently. */
export const run: Run<'expect'> = async (files, {call: chosen, ...flags}) => {
  const {out, err} = streamsFor(flags);
  const config = configFor(files, flags);
  const recording = await openReplay(files, address => busAsked(address, config, flags));
  try {
    const calls = callsOf(await readAll(recording));
    const group = chosen === undefined ? calls : [callNamed(chosen, calls, err)];
    const [first, ...others] = group.map(draftOf);
    if (!first)
      throw new FileError(`${printable(files.join(' '))} holds no call: record one, or name another recording.`);
    const common = others.reduce<FlowDraft | undefined>((both, other) => both && alike(both, other), first);
    if (!common) refuse('These calls went differently: choose one with --call.', calls, err);
    out(await flowText(nameOf(files), group.length, common));
    return 0;
  } finally {
    await recording.close();
  }
};

const nameOf = ([file = '-']: readonly string[]): string =>
  file === '-' ? 'a call' : printable(basename(file).replace(/\.(ndjson|json)(\.gz)?$/, ''), 200);

/** By its place in the list, or the id of a conversation that it went through, or a part of that. */
function callNamed(name: string, calls: readonly Call[], err: Say): Call {
  const found = /^\d{1,6}$/.test(name)
    ? calls.slice(Number(name) - 1, Number(name)).at(0)
    : calls.find(({conversations}) => conversations.some(({id}) => id.includes(name)));
  if (found && name !== '0') return found;
  return refuse(
    `--call takes a number from this list, or a conversation’s id; it was "${printable(name)}".`,
    calls,
    err,
  );
}

/** Says which calls there are, and throws. */
function refuse(why: string, calls: readonly Call[], err: Say): never {
  err(`${listOf(calls)}\n`);
  throw new UsageError(why);
}

/** Calls that are listed. */
const MOST_LISTED = 30;

function listOf(calls: readonly Call[]): string {
  const rows = calls.slice(0, MOST_LISTED).map((call, i) => {
    const [{id, firstSeenAt}] = call.conversations;
    return `${String(i + 1).padStart(4)}  ${clock(firstSeenAt)}  ${printable(id, 60)}  ${printable(endingOf(call.world, lastOf(call)), 120)}`;
  });
  const left = calls.length - rows.length;
  return [...rows, ...(left > 0 ? [`      and ${left} more`] : [])].join('\n');
}
