import {parentPort, workerData} from 'node:worker_threads';
import type {BusAccess} from '../../bus/connect.js';
import {openLink} from '../../bus/link.js';
import {type BusState, type News, startPublishing} from '../../bus/publisher.js';
import {maskObservation} from '../../output/mask.js';
import {busAddressText} from '../../text/bus-address.js';

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
  | {type: 'news'; news: News}
  | {type: 'done'; state: BusState};

/** How often it is told how it goes, ms. */
const TELL_EVERY = 250;

/** ms that the last writing of how far it came may take. */
const LAST_WORDS = 500;

function serve(port: NonNullable<typeof parentPort>, {file, access, team, listener, mask}: PublishSetup): void {
  let newest = file;
  let isOver = false;
  const post = (message: FromPublisher): void => port.postMessage(message);
  const publisher = startPublishing({
    file,
    newest: () => newest,
    isOver: () => isOver,
    names: {team, listener},
    url: busAddressText(access.address),
    connect: () => openLink(access),
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

if (workerData?.type === 'publisher') parentPort && serve(parentPort, workerData.setup);
