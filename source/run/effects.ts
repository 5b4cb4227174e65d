import {once} from 'node:events';
import type {Checkup} from '../call/checkup.js';
import type {ControlObservation} from '../call/observation.js';
import {maskedPayload, maskText} from '../output/mask.js';
import {pagerFile} from '../screen/pager-text.js';
import {eventText} from '../store/detail/event-text.js';
import type {Effect} from '../store/effects.js';
import type {RecordedWebhook} from '../store/replayed/replayed.js';
import type {Store} from '../store/store.js';
import type {Device} from '../terminal/device.js';
import {printable} from '../text/printable.js';
import {messageOf} from '../text/system-error.js';
import {inspectorUrl} from '../vonage/inspector.js';
import type {ReadingAnew} from './anew.js';
import {openInBrowser} from './browser.js';
import {type ControlOptions, controlEffects} from './control-effects.js';
import {copyText} from './copying.js';
import {editInEditor} from './editor.js';
import {showInPager} from './pager.js';
import type {Again, ReplayRun} from './replay/again.js';
import {saveCall} from './save-call.js';
import type {Source} from './source.js';

export type EffectOptions = ControlOptions & {
  source: Source;
  /** Whether the screen is drawn with ASCII only: what is saved is as well. */
  isAscii: () => boolean;
  /** Where `s` and `S` write. */
  folder: string;
  /** Learns what was saved, file by file. */
  onSaved?: (file: string) => void;
  /** Places a simulated call, where that can be done; returns what is going to happen. */
  simulate?: (scenario?: string) => string;
  /** Checks every hop on the way of a call, where there is such a way. */
  examine?: () => Promise<Checkup>;
  /** Sends webhooks to the developer's application again, where there is one. */
  resend?: Again;
  /** Reads what is shown again from another time on, where that can be done. */
  anew?: Pick<ReadingAnew, 'begin' | 'leave'>;
};

type Around = {
  options: EffectOptions;
  store: Store;
  device: Device;
  /** The terminal's own input, for while the device is lent. */
  keys: NodeJS.ReadStream;
  /** Takes what a person did that comes by no recording. */
  take: (observation: Omit<ControlObservation, 'seq'>) => void;
  finish: (interrupted: boolean) => void;
};

type Effects = {[K in Effect['type']]: (effect: Extract<Effect, {type: K}>) => void};

/** What keys do to the world outside the store. `close` ends what still has the terminal; it never rejects. */
export function effectsOf({options, store, device, keys, take, finish}: Around) {
  const {source} = options;
  const ending = new AbortController();
  let paging: Promise<void> | undefined;
  let replaying: ReplayRun | undefined;

  const effects: Effects = {
    quit: ({interrupted = false}) => finish(interrupted),
    suspend: () => device.suspend(),
    redraw: () => device.screen.redraw(),
    simulate({scenario}) {
      if (options.simulate) store.say(options.simulate(scenario), 'good');
    },
    copy: ({text, what}) => toClipboard(isMasked(store) ? maskText(text) : text, what),
    async copyEvent({row, as}) {
      const payload = isMasked(store) ? maskedPayload(source.payload) : source.payload;
      const text = await eventText(store.getSnapshot().world, row, as, payload);
      if (text === undefined) store.say('The payload of this event could not be read back.');
      else toClipboard(text, as === 'json' ? 'event JSON' : 'curl command');
    },
    async examine() {
      try {
        const checkup = await options.examine?.();
        store.change(({view}) => ({view: {...view, checkup}}));
      } catch (error) {
        store.change(({view}) => ({view: {...view, checkup: undefined, overlay: undefined}}));
        store.say(messageOf(error));
      }
    },
    pager() {
      paging ??= showEvent().finally(() => {
        paging = undefined;
      });
    },
    async note({note}) {
      const {text, tone, observation} = await options.source.keepNote(note);
      if (observation) take(observation);
      store.say(text, tone);
    },
    async resend({webhooks}) {
      const told = await options.resend?.resend(webhooks);
      if (told) store.say(told.text, told.tone);
    },
    edit({webhooks}) {
      paging ??= editAndSend(webhooks).finally(() => {
        paging = undefined;
      });
    },
    replay({webhooks, speed}) {
      replaying?.stop();
      replaying = options.resend?.replay(webhooks, speed, () => store.change(({view}) => ({view})));
    },
    'replay-turn'({turn}) {
      if (turn === 'end') replaying?.stop();
      else replaying?.turn(turn);
    },
    async inspect({conversation}) {
      const url = inspectorUrl(conversation);
      if (url === undefined)
        return store.say(
          'The conversation of this call is not known, and without its id the Voice Inspector cannot find it.',
        );
      if (await openInBrowser(url, process.env, process.platform))
        store.say(`Open in the browser: the Voice Inspector, with ${conversation}.`, 'good');
      else effects.copy({type: 'copy', what: url, text: url});
    },
    'read-anew'({since}) {
      options.anew?.begin(since);
      store.change(({view}) => ({view}));
    },
    'leave-anew'() {
      if (options.anew?.leave()) store.say('What is shown stays as it is.', 'good');
    },
    ...controlEffects({options, store, finish}),
    async save({format, excerpt, file}) {
      const {folder, isAscii} = options;
      const how = {folder, file, ascii: isAscii(), mask: isMasked(store), payload: source.payload};
      try {
        const saved = await saveCall(store.getSnapshot().world, format, excerpt, how);
        options.onSaved?.(saved.file);
        store.say(saved.text, 'good');
      } catch (error) {
        store.say(messageOf(error));
      }
    },
  };

  async function toClipboard(text: string, what: string): Promise<void> {
    const {folder, onSaved} = options;
    const send = (bytes: string) => device.screen.send(bytes);
    const copied = await copyText(text, what, {env: process.env, send, folder, onSaved});
    store.say(copied.text, copied.tone);
  }

  async function showEvent(): Promise<void> {
    const file = await pagerFile(store.getSnapshot(), source.payload);
    if (!file) return store.say('The payload of this event could not be read back.');
    const trouble = await showInPager(file, {
      ...lent(),
      now: () => performance.now(),
      anyKey: () => asked('Any key: back to convo-monitor ', keys, ending.signal).then(() => undefined),
    });
    if (trouble !== undefined) store.say(trouble);
  }

  /** Who gets the terminal for a while. */
  const lent = () => ({
    env: process.env,
    stdin: (keys as NodeJS.ReadStream & {fd: number}).fd,
    lend: device.lend,
    signal: ending.signal,
  });

  async function editAndSend(webhooks: readonly RecordedWebhook[]): Promise<void> {
    const found = await options.resend?.bodyOf(webhooks);
    if (!found) return;
    if ('text' in found) return store.say(found.text, found.tone);
    const edited = await editInEditor(found.body, {...lent(), ask: text => asked(text, keys, ending.signal)});
    if ('why' in edited) return store.say(edited.why, edited.tone);
    const told = await options.resend?.resend(webhooks, edited.text);
    if (told) store.say(told.text, told.tone);
  }

  return {
    run: (effect: Effect) => effects[effect.type](effect as never),
    /** The call that is sent again, or was last. */
    replaying: () => replaying?.progress(),
    async close() {
      ending.abort();
      replaying?.stop();
      await paging;
    },
  };
}

/** Whether phone numbers are hidden at the moment. */
export function isMasked(store: Store): boolean {
  return store.getSnapshot().view.masking !== 'off';
}

/** Asks on a terminal that is not ours at the moment, and waits for a key, which it gives. */
async function asked(question: string, keys: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  process.stdout.write(
    `\n${question
      .split('\n')
      .map(line => printable(line, 400))
      .join('\n')}`,
  );
  keys.setRawMode(true);
  keys.resume();
  const [key] = await once(keys, 'data', {signal}).catch(() => ['']);
  keys.pause();
  keys.setRawMode(false);
  return String(key);
}
