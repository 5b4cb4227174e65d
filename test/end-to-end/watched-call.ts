import type {Observation} from '../../source/call/observation.js';
import {bytesOf} from '../../source/config/named-file.js';
import {readRecording} from '../../source/recording/read.js';
import {createArchive} from '../../source/run/archive.js';
import {openSession} from '../../source/run/session.js';
import {createApplication, type SimulatorOptions, seedCall, startSimulator} from '../../source/simulator/index.js';
import {stateOf} from '../../source/world/read/state.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {until} from '../helpers/until.js';
import {atTheEnd} from './leftovers.js';

/** A World, and where the payloads of its events are read. */
export type Folded = {world: World; payload: (seq: number) => Promise<Observation | undefined>};

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
  atTheEnd(vonage.close);
  let world = emptyWorld();
  const answered = new Set<string>();
  session.listen(batch => {
    for (const each of batch) if (each.source === 'api') answered.add(each.request.kind);
    world = fold(world, batch);
    const ended = [...world.conversations.values()].filter(each => stateOf(each) === 'ended');
    session.attend(
      ended.map(({id}) => id),
      world.due,
    );
  });
  const credentials = {applicationId: application.id, privateKey: application.privateKey, apiUrl: vonage.apiUrl};
  await session.begin({}, {credentials});

  const call = vonage.place('answered');
  await vonage.advance(12_000);
  await until(() => {
    const {sequenceNumber, members = []} = world.conversations.get(seedCall.ids.conversation) ?? {};
    if (apiIds(world).length < 8 || sequenceNumber !== 8) throw new Error(`Seen of 8: ${apiIds(world)}.`);
    // A loaded machine may come to the last event between two looks at the members.
    const legs = seedCall.ids.members.map(id => members.find(member => member.id === id)?.legs.length ?? 0);
    if (legs.includes(0)) throw new Error(`Legs of the two members: ${legs}.`);
  });
  await vonage.advance(300_000);
  await call;
  await until(() => {
    const conversation = world.conversations.get(seedCall.ids.conversation);
    if (!conversation?.goneAt || stateOf(conversation) !== 'ended') throw new Error('The call is not over.');
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
  for await (const batch of readRecording(await bytesOf(file))) {
    archive.add(batch);
    world = fold(
      world,
      batch.map(({observation}) => observation),
    );
  }
  atTheEnd(archive.close);
  return {world, payload: archive.payload};
}

/** Everything that a value holds, without its methods: two Worlds are equal when this is. */
export function contents(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(contents);
  if (value instanceof Set || Array.isArray(value)) return [...value].map(contents);
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => typeof field !== 'function');
  return Object.fromEntries(fields.map(([name, field]) => [name, contents(field)]));
}
