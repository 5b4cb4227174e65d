import type {Payload} from '../output/received.js';
import type {FeedListener} from '../store/feed.js';
import {endedBy} from '../terminal/signals.js';
import {printable} from '../text/printable.js';
import type {World} from '../world/world.js';
import {conditionsOf} from './conditions.js';
import {callsAwaited, judgedBy} from './judged.js';
import {keptLine} from './kept-line.js';
import {endedOrLeft} from './left-up.js';
import {areLines} from './lines-or-screen.js';
import {masked} from './masked.js';
import {writeReports} from './reporters.js';
import {runLines} from './show-lines.js';
import type {Ending, ShowOptions} from './source.js';
import {runFailures} from './why-failed.js';

/** The full screen where there is a terminal at both ends, lines otherwise. */
export async function show(given: ShowOptions): Promise<Ending> {
  const {flags} = given;
  const {otlp} = given;
  const heard = otlp ? otlp.heard(given.source) : given.source;
  const options = {...given, source: flags.mask ? masked(heard) : heard};
  const {source} = options;
  const judged = flags.flows && judgedBy(flags.flows);
  const saved: string[] = [];
  /** Leaves what the run is to leave, and says where that is. */
  const leave = async (world: World, mask = false) => {
    try {
      const {snapshot} = flags;
      const file = snapshot && (await saveSnapshot(snapshot, world, seq => source.payload(seq), mask));
      if (file) saved.push(file);
    } finally {
      const untaken = await otlp?.close(world);
      if (untaken !== undefined) process.stderr.write(`${printable(untaken, 1000)}\n`);
      for (const text of await endedOrLeft(world, options, mask)) process.stderr.write(`${text}\n`);
      const kept = flags.quiet ? undefined : keptLine(world, source, saved);
      if (kept !== undefined) process.stderr.write(`${kept}\n`);
    }
  };
  // A recording is read to its end; live, calls end one by one.
  const awaited = source.mode === 'replay' && !source.follows ? undefined : callsAwaited(flags.flows);
  const listeners = [judged?.listener, otlp?.listener].filter(each => each !== undefined);
  const ending = areLines(flags)
    ? await runLines({...options, endsAfter: options.endsAfter ?? awaited, listeners})
    : await onScreen(options, leave, file => saved.push(file), listeners);
  await leave(ending.world, ending.masked);
  const isAsExpected =
    judged === undefined || (await writeReports(judged.finish(ending.world), {...flags, isAlone: false}));
  const failures = runFailures(ending.world, flags);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  // What else went wrong, or a signal, says more.
  return (failures.length > 0 || !isAsExpected) && ending.exit === 0 ? {...ending, exit: 1} : ending;
}

/** ms that hanging up may take, where a signal ends the screen. */
const HANG_UP_MS = 15_000;

async function onScreen(
  {
    source,
    flags,
    simulate,
    scenarios,
    resend,
    examine,
    control,
    hangsUp,
    arm,
    conversation,
    onStop,
    stopMs,
  }: ShowOptions,
  leave: (world: World, mask: boolean) => Promise<void>,
  onSaved: (file: string) => void,
  listeners: readonly FeedListener[],
): Promise<Ending> {
  const conditions = conditionsOf(flags, {conversation}, performance.now());
  const {runScreen} = await import('./show-screen.js');
  const {world, masked, interrupted, done} = await runScreen({
    source,
    simulate,
    resend,
    examine,
    control,
    arm,
    onStop: (world, masked) => leave(world, masked).finally(() => onStop(world)),
    stopMs: stopMs ?? (hangsUp ? HANG_UP_MS : undefined),
    conditions,
    ascii: flags.ascii,
    theme: flags.theme,
    masked: flags.mask,
    fps: flags.fps,
    hasMouse: flags.mouse,
    keys: flags.keys,
    filter: flags.filter,
    scenarios,
    folder: process.cwd(),
    onSaved,
    listeners,
    alerts: flags.alerts,
  });
  const exit = interrupted ? endedBy.SIGINT : (done?.exit ?? 0);
  return {exit, world, masked};
}

/** `--snapshot FILE`: `-` is standard output; a file that is there already is never overwritten. Returns what was written. */
async function saveSnapshot(file: string, world: World, payload: Payload, mask: boolean) {
  const [{snapshotOf}, {writeSnapshot}, {jsonText}] = await Promise.all([
    import('../output/snapshot.js'),
    import('../output/write-snapshot.js'),
    import('../text/json.js'),
  ]);
  const snapshot = await snapshotOf(world, {takenAt: Date.now(), payload, mask});
  if (file !== '-') return writeSnapshot(snapshot, {file});
  process.stdout.write(`${jsonText(snapshot, 2)}\n`);
  return undefined;
}
