import {parentPort, workerData} from 'node:worker_threads';
import type {Beat} from '../../bus/beat.js';
import {beating} from '../../bus/beating.js';
import type {BusAccess} from '../../bus/connect.js';
import {type BusLink, openBusLink} from '../../bus/link.js';
import {type BusState, type Publisher, type PublishingState, startPublishing} from '../../bus/publisher.js';
import {maskObservation} from '../../output/mask.js';
import {busAddressText} from '../../text/bus-address.js';
import {version} from '../../version.js';
import {refuseSelfConnections} from '../self-connection.js';

// What publishes has a thread of its own: catching up takes all of a core, and the thread that answers Vonage must not share its own with that; nor may
// an error of a client library end it. All it needs to know is which file to follow.

/** Plain data, because it travels to the thread. */
export type PublishSetup = {
  file: string;
  access: BusAccess;
  team: string;
  listener: string;
  /** Hide phone numbers before anything leaves. */
  mask: boolean;
};

/** `newest`: the recording goes on in another file. `over`: nothing more is recorded; what is missing on the bus is still sent. `stop`: at once. */
export type ToPublisher = {type: 'newest'; file: string} | {type: 'over'} | {type: 'stop'};
/** `done` is the last one: everything is there, or it was told to stop. */
export type FromPublisher =
  | {type: 'state'; state: BusState}
  | {type: 'news'; news: PublishingState}
  | {type: 'done'; state: BusState};

/** How often it is told how it goes, ms. */
const TELL_EVERY = 250;

/** ms that the last writing of how far it came may take. */
const LAST_WORDS = 500;

function serve(port: NonNullable<typeof parentPort>, {file, access, team, listener, mask}: PublishSetup): void {
  let newest = file;
  let isOver = false;
  const post = (message: FromPublisher): void => port.postMessage(message);
  const url = busAddressText(access.address);
  let isUnheard = false;

  /** The link says that this listener is there, where it may. */
  async function connect(): Promise<BusLink> {
    const link = await openBusLink(access);
    if (isUnheard) return link;
    return beating(link, {
      beat: () => beatOf(publisher, Date.now(), isOver),
      forbidden({message}) {
        isUnheard = true;
        const text = `Who looks at ${url} cannot see whether this listener is there: ${message}`;
        post({type: 'news', news: {state: 'ok', code: 'unheard', text}});
      },
    });
  }

  const publisher = startPublishing({
    file,
    newest: () => newest,
    isOver: () => isOver,
    names: {team, listener},
    url,
    connect,
    ...(mask && {mask: maskObservation}),
    tell: news => post({type: 'news', news}),
  });
  let told = '';
  const telling = setInterval(() => {
    const state = publisher.state();
    const text = JSON.stringify(state);
    if (text !== told) post({type: 'state', state});
    told = text;
  }, TELL_EVERY);
  const end = (): void => {
    clearInterval(telling);
    post({type: 'done', state: publisher.state()});
    port.close();
  };
  void publisher.done.then(end);
  port.on('message', (message: ToPublisher) => {
    if (message.type === 'newest') newest = message.file;
    else isOver = true;
    if (message.type !== 'stop') return;
    setTimeout(end, LAST_WORDS);
    void publisher.close();
  });
}

/** What there is to say of what publishes; undefined as long as it does not know what that is. */
function beatOf(publisher: Publisher, at: number, isOver: boolean): Beat | undefined {
  const {recording, names} = publisher.whose();
  const {oldestAt = at} = publisher.state();
  return recording === ''
    ? undefined
    : {...names, recording, at, behindMs: Math.max(0, at - oldestAt), version, isOver};
}

if (workerData?.type === 'publisher' && parentPort) {
  refuseSelfConnections();
  serve(parentPort, workerData.setup);
}
