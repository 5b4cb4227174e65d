import {onTestFinished, vi} from 'vitest';
import {createArchive} from '../../source/commands/archive.js';
import {openSession} from '../../source/commands/session.js';
import {readRecording} from '../../source/recording/read.js';
import {createApplication, type SimulatorOptions, seedCall, startSimulator} from '../../source/simulator/index.js';
import {fold} from '../../source/world/fold.js';
import type {Observation} from '../../source/world/observation.js';
import {stateOf} from '../../source/world/state.js';
import {emptyWorld, type World} from '../../source/world/world.js';

/** A World, and where the payloads of its events are read. */
export type Folded = {world: World; payload: (seq: number) => Promise<Observation | undefined>};

/** Waits for something that will come: how long it takes decides nothing. */
export function until<T>(what: () => T): Promise<T> {
  return vi.waitFor(what, {timeout: 40_000, interval: 5});
}

/**
 * The concept page's call at its own times, placed by the simulator and watched by the monitor, with nothing between them but
 * HTTP. Simulated time stands still while the two talk, until the poller has seen what there is to see: at any other speed it
 * would be luck whether it asks before the conversation is gone.
 */
export async function watchSeedCall(file: string, options: Partial<SimulatorOptions> = {}): Promise<Folded> {
  const application = await createApplication();
  let failure: Error | undefined;
  const session = await openSession({
    version: '0.0.0-test',
    inProcess: true,
    listen: {port: 0, answering: {kind: 'connect', number: seedCall.bob}},
    record: {file},
    now: Date.now,
    onFailure(error) {
      failure = error;
    },
  });
  const vonage = await startSimulator({
    answerUrl: `${session.url}/webhooks/answer`,
    eventUrl: `${session.url}/webhooks/event`,
    applicationId: application.id,
    publicKey: application.publicKey,
    startAt: seedCall.startedAt,
    speed: 'step',
    ...options,
  });
  onTestFinished(() => vonage.close());
  let world = emptyWorld();
  const answered = new Set<string>();
  session.listen(batch => {
    for (const each of batch) if (each.source === 'api') answered.add(each.request.kind);
    world = fold(world, batch);
    session.attend(world);
  });
  await session.begin({}, {applicationId: application.id, privateKey: application.privateKey, apiUrl: vonage.apiUrl});

  const call = vonage.place('answered');
  await vonage.advance(12_000);
  await until(() => {
    const {sequenceNumber} = world.conversations.get(seedCall.ids.conversation) ?? {};
    if (apiIds(world).length < 8 || sequenceNumber !== 8) throw new Error(`Seen of 8: ${apiIds(world)}.`);
  });
  await vonage.advance(300_000);
  await call;
  await until(() => {
    const conversation = world.conversations.get(seedCall.ids.conversation);
    if (!conversation?.goneAt || stateOf(world, conversation) !== 'ended') throw new Error('The call is not over.');
    // The poller's last question, when the conversation is gone.
    if (!answered.has('calls')) throw new Error('The Voice API was not asked about the legs.');
  });
  await session.close();
  if (failure) throw failure;
  return {world, payload: session.archive.payload};
}

/** The ids of the API's events that have come, in whatever order. */
function apiIds({log}: World): number[] {
  return [...new Set(log.id.subarray(0, log.length))].filter(id => id > 0);
}

/** What `open` does with a recording. */
export async function replayed(file: string): Promise<Folded> {
  const archive = createArchive(file);
  let world = emptyWorld();
  for await (const batch of readRecording(file)) {
    archive.add(batch);
    world = fold(
      world,
      batch.map(({observation}) => observation),
    );
  }
  onTestFinished(() => archive.close());
  return {world, payload: archive.payload};
}
