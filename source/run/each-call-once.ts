import {basename} from 'node:path';
import type {ReadCall} from '../output/stats/document.js';
import type {StatsDocument} from '../output/stats/schema.js';
import {isBusAddress} from '../text/bus-address.js';
import {WEBHOOK} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import {type Call, callsOf} from '../world/read/calls.js';
import {type CallFigures, figuresOfCall} from '../world/read/stats.js';
import {readingBar} from './reading-bar.js';
import {type OnBus, openReplay, openTogether, type Replay} from './recorded.js';
import {readWhole} from './whole.js';

/** A call, by the conversations that it went through; of which statuses of which legs webhooks told. */
type Found = {figures: CallFigures; conversations: readonly string[]; told: ReadonlySet<string>};

/** What was read at once: calls, and the ids of the recordings that told of them. */
type Read = {calls: readonly Found[]; recordings: readonly string[]; application?: string};

/** The same by itself, and what it is called. */
type Named = Read & {file: string; name: string};

/** What all of it comes to; `shared`: which tell of the same calls, and of how many. */
type Once = {calls: ReadCall[]; recordings: string[]; shared: StatsDocument['shared']};

const STDIN = '-';

/**
 * The figures of all calls of recordings, snapshots, standard input (`-`) and buses, each call once: what holds observations of the same recording, as that and the
 * bus that it was published to do, or halves of a call, is read again as one, so that each observation counts once and what several saw of a call is one call. Standard
 * input cannot be read again: of a call that the others have, too, theirs is taken. Throws as `openReplay` does.
 */
export async function eachCallOnce(files: readonly string[], onBus: OnBus): Promise<Once> {
  const reads: Named[] = [];
  for (const file of files)
    reads.push({file, name: nameOf(file), ...(await readAll(await openReplay([file], onBus), files.length > 1))});
  const once: Once = {calls: [], recordings: reads.map(({name}) => name), shared: []};
  const again = reads.filter(({file}) => file !== STDIN);
  for (const group of groupsOf(again)) {
    const [only, ...others] = group;
    if (only && others.length === 0) add(once, only.calls, group);
    else {
      const together = await openTogether(
        group.map(({file}) => file),
        onBus,
      );
      add(once, (await readAll(together)).calls, group);
    }
  }
  for (const piped of reads.filter(({file}) => file === STDIN)) {
    const others = again.filter(other => isShared(other, piped));
    const theirs = new Set(others.flatMap(conversationsOf));
    const isTheirs = ({conversations}: Found) => conversations.some(id => theirs.has(id));
    add(
      once,
      piped.calls.filter(call => !isTheirs(call)),
      [piped],
    );
    note(once, [piped, ...others], piped.calls.filter(isTheirs).length);
  }
  return once;
}

/** Adds calls, each as one of the first of those that have it. */
function add(once: Once, calls: readonly Found[], group: readonly Named[]): void {
  const holders = new Map<string, Named[]>();
  for (const read of group) {
    for (const id of new Set(conversationsOf(read))) {
      const those = holders.get(id);
      if (those) those.push(read);
      else holders.set(id, [read]);
    }
  }
  let shared = 0;
  for (const {figures, conversations} of calls) {
    const all = new Set(conversations.flatMap(id => holders.get(id) ?? []));
    const [first = group[0]] = all;
    once.calls.push({...figures, recording: first?.name ?? '', application: first?.application});
    if (all.size > 1) shared++;
  }
  note(once, group, shared);
}

function note({shared}: Once, reads: readonly Named[], calls: number): void {
  if (calls > 0) shared.push({recordings: reads.map(({name}) => name), calls});
}

/** Those that hold something of the same recording, or of the same call, directly or by others. */
function groupsOf(reads: readonly Named[]): Named[][] {
  let groups: Named[][] = [];
  for (const read of reads) {
    const isMine = (group: readonly Named[]) => group.some(each => isShared(each, read));
    groups = [...groups.filter(group => !isMine(group)), [...groups.filter(isMine).flat(), read]];
  }
  return groups;
}

function isShared(one: Read, other: Read): boolean {
  const those = new Set(other.recordings);
  return one.recordings.some(id => those.has(id)) || haveHalves(one, other);
}

/**
 * Whether two have the same calls in part, as listeners that share an application's webhooks do: each webhook came to one of them. Where both were told the same by
 * webhooks, these are simulations by one seed, or calls that were sent again, which have no more in common than ids.
 */
function haveHalves(one: Read, other: Read): boolean {
  const theirs = new Map(other.calls.flatMap(call => call.conversations.map(id => [id, call.told] as const)));
  const both = one.calls.flatMap(({conversations, told}) =>
    conversations.flatMap(id => {
      const those = theirs.get(id);
      return those ? [[told, those] as const] : [];
    }),
  );
  return both.length > 0 && both.every(([told, those]) => [...told].every(each => !those.has(each)));
}

const conversationsOf = ({calls}: Read): string[] => calls.flatMap(({conversations}) => conversations);

/** `isOneOfMany`: it is to be held against others. */
async function readAll(replay: Replay, isOneOfMany = false): Promise<Read> {
  const unbar = readingBar(replay);
  try {
    const {world, close} = await readWhole(replay);
    const recordings = replay.recordings?.() ?? [];
    await close();
    const calls = callsOf(world).map(call => ({
      figures: figuresOfCall(call),
      // What belongs to no conversation is in every recording.
      conversations: call.conversations.map(({id}) => id).filter(id => id !== ''),
      told: isOneOfMany ? toldByWebhooks(call) : nothing,
    }));
    return {calls, recordings, application: world.setup?.applicationId};
  } finally {
    unbar();
  }
}

const nothing: ReadonlySet<string> = new Set();

/** Each is told once, and to one listener. */
function toldByWebhooks({world, rows}: Call): ReadonlySet<string> {
  const {log} = world;
  const told = new Set<string>();
  for (const row of rows()) {
    const status = log.statusOf(row);
    if (status !== undefined && witnessesOf(world, row).some(each => log.has(each, WEBHOOK)))
      told.add(`${log.legOf(row)} ${status}`);
  }
  return told;
}

const nameOf = (file: string): string =>
  file === STDIN ? 'standard input' : isBusAddress(file) ? file : basename(file);
