import type {HealthObservation, Observation} from '../call/observation.js';
import {displaySettings} from '../config/display.js';
import {UsageError} from '../config/problem.js';
import type {Flags, Run} from '../program/options.js';
import {type Copy, keepCopy, openCopy} from '../run/attach/copy.js';
import {attachedSource, monitorAt} from '../run/attach/source.js';
import {busAsked, busNeeds, refuseWithoutBus} from '../run/bus/asked.js';
import {refuseBesideSummaries, whyNoSummaries} from '../run/bus/beside-summaries.js';
import {whyNotAnew} from '../run/bus/why-not-anew.js';
import {areLines} from '../run/lines-or-screen.js';
import {ceilingOf} from '../run/listening.js';
import type {Serving} from '../run/serve/server.js';
import {checkServeFlags, servedVitals, serveFlags, serveWhereAsked} from '../run/serve/start.js';
import {show} from '../run/show.js';
import type {Source} from '../run/source.js';
import {checkPlace, start} from '../run/start.js';
import {streams} from '../run/streams.js';
import {warn} from '../run/warn.js';
import {isBusAddress} from '../text/bus-address.js';

/** Shows what a monitor elsewhere shows, as it comes. Throws `AttachError` where it cannot be reached, `RecordingError`, and `UsageError`. */
export const run: Run<'attach'> = async ([address = ''], {ca, record, ...given}) => {
  // It is no setting: nobody wants the file of their monitors to be that of what they look at.
  await checkPlace('--record', record, {isNew: true});
  if (isBusAddress(address)) {
    if (ca !== undefined)
      throw new UsageError('--ca is for ws addresses: --bus-ca names who signed the certificate of a bus.');
    return attachToBus(address, record, given);
  }
  refuseWithoutBus([address], given);
  if (given.serve !== undefined)
    throw new UsageError(
      `--serve is for a bus: what runs at ${address} is served already, and others can attach to it there.`,
    );
  const {config, flags} = await start(given, {needs: ['serveToken', ...tastes]});
  const url = monitorAt(address);
  const source = await attachedSource(url, {
    token: config.settings.serveToken?.value,
    ca,
    ceiling: ceilingOf(config),
    isWatched: !areLines(flags),
    patienceMs: flags.timeout,
  });
  let copy: Copy | undefined;
  try {
    copy = record === undefined ? undefined : await keepCopy(record);
    const shown = copy ? {...copy.copied(source), file: record} : source;
    return (await show({source: shown, flags, onStop: source.close})).exit;
  } finally {
    await source.close();
    await closed(copy, record, flags);
  }
};

/** The same of what monitors publish to a bus, and lets others see it where that is asked for. Throws `BusError`, `RecordingError` and `ServeError`. */
async function attachToBus(
  address: string,
  record: string | undefined,
  given: Omit<Flags<'attach'>, 'ca' | 'record'>,
): Promise<number> {
  const {config, flags} = await start(given, {needs: [...busNeeds, 'serveToken', ...tastes]});
  const asked = busAsked(address, config, given);
  if (flags.summaries) refuseBesideSummaries({...flags, record});
  checkServeFlags(flags, config);
  const {busSource} = await import('../run/bus/source.js');
  const access = {...asked.access, patienceMs: flags.timeout};
  const source = await busSource({...asked, access, summaries: flags.summaries, ceiling: ceilingOf(config)});
  let copy: Copy | undefined;
  let serving: Serving | undefined;
  try {
    const mayList = !flags.summaries && whyNoSummaries({...flags, record}) === undefined;
    const hint = mayList ? await source.hint() : undefined;
    if (hint !== undefined) warn(hint);
    // Who is served reads a recording.
    if (record !== undefined) copy = await keepCopy(record);
    else if (flags.serve !== undefined) copy = await openCopy();
    serving = await serveWhereAsked(flags.serve, serveFlags(flags, config, copy?.file()));
    const vitals = servedVitals(source, serving);
    const anew = whyNotAnew({...flags, record}) ?? source.anew;
    const read = tellServed(source, serving);
    const shown = {...(copy ? copy.copied(read) : read), vitals, file: record, anew};
    return (await show({source: shown, flags, onStop: source.close})).exit;
  } finally {
    await source.close();
    await serving?.close();
    await closed(copy, record, flags);
  }
}

/** Closes it, and says where it is, if it was wanted. */
async function closed(copy: Copy | undefined, record: string | undefined, {quiet}: {quiet?: boolean}): Promise<void> {
  await copy?.close();
  const line = record === undefined || quiet ? undefined : copy?.keptLine();
  if (line !== undefined) streams.err(`${line}\n`);
}

const tastes = Object.keys(displaySettings) as (keyof typeof displaySettings)[];

/** The same source; who is served is told how it stands with it, too: that is in no recording, and a page would say that it is live while nothing comes. */
function tellServed<From extends Source>(source: From, serving: Serving | undefined): From {
  if (!serving) return source;
  let last: {state: Standing['state']; since: number} | undefined;
  const tell = ({state, code, text, at}: Standing): void => {
    if (state !== last?.state) last = {state, since: at};
    serving.tell({state, code, text, since: last.since});
  };
  return {
    ...source,
    listen: take =>
      source.listen(batch => {
        for (const each of batch) if (isStanding(each)) tell(each);
        return take(batch);
      }),
  };
}

type Standing = HealthObservation & {state: 'ok' | 'failing'};

function isStanding(each: Observation): each is Standing {
  if (each.source !== 'health' || each.part !== 'feed' || each.conversation !== undefined) return false;
  return each.state === 'ok' || each.state === 'failing';
}
