import {once} from 'node:events';
import {render} from 'ink';
import {maskedPayload, maskText} from '../output/mask.js';
import {type Conditions, doneBy, wakeAt} from '../output/until.js';
import {App} from '../screen/app.js';
import type {Look} from '../screen/look.js';
import {pagerFile} from '../screen/pager-text.js';
import {point} from '../screen/pointing.js';
import {eventText} from '../store/detail/event-text.js';
import type {Effect} from '../store/effects.js';
import type {Model} from '../store/model.js';
import {createStore} from '../store/store.js';
import type {Theme} from '../store/view-state.js';
import {copy} from '../terminal/clipboard.js';
import {takeTerminal} from '../terminal/device.js';
import {keySource} from '../terminal/key-source.js';
import type {MouseAct} from '../terminal/mouse.js';
import {colorDepth} from '../terminal/style.js';
import {inspectorUrl} from '../vonage/inspector.js';
import type {World} from '../world/world.js';
import {openInBrowser} from './browser.js';
import {showInPager} from './pager.js';
import type {Resend} from './resend.js';
import {saveCall} from './save-call.js';
import type {Source} from './source.js';

export type ScreenOptions = {
  source: Source;
  ascii: boolean;
  theme?: Theme;
  /** The source hides phone numbers. */
  masked?: boolean;
  /** Let clicks and the wheel choose. */
  hasMouse?: boolean;
  /** Most frames a second that are not due to a key. */
  fps?: number;
  /** Where `s` and `S` write. */
  folder: string;
  /** Places a simulated call, where that can be done; returns what is going to happen. */
  simulate?: (scenario?: string) => string;
  scenarios?: Model['can']['scenarios'];
  /** Sends a webhook to the developer's application again, where there is one. */
  resend?: Resend;
  /** Keys that the person chose, by the command's id. */
  keys?: Model['keys'];
  /** What the stream is filtered by from the start. */
  filter?: string;
  /** Runs when the program is ended by a signal, an error or the loss of its terminal, which is already back. */
  onStop: (world: World, masked: boolean) => Promise<void>;
  /** When the screen has had enough by itself (`--until`, `--timeout`). */
  conditions: Conditions;
};

/** Shows the full screen until somebody quits; resolves with the World as it was then, whether numbers were hidden, and whether it was by Ctrl-C. */
export async function runScreen(
  options: ScreenOptions,
): Promise<{world: World; masked: boolean; interrupted: boolean}> {
  const {source, folder, simulate, conditions} = options;
  const keys = keySource(process.stdin);
  const onMouse = (act: MouseAct) => store.change(model => point(model, act));
  const device = takeTerminal(
    {stdin: keys, stdout: process.stdout, stderr: process.stderr, process},
    {
      onStop: async () => {
        await closePager();
        await options.onStop(store.getSnapshot().world, isMasked());
      },
      onPaste: text => store.paste(text),
      ...(options.hasMouse && {onMouse}),
    },
  );
  const look: Look = {depth: colorDepth(process.env, true), ascii: options.ascii};
  let finish: (interrupted: boolean) => void = () => undefined;
  let broken: (error: unknown) => void = () => undefined;
  const finished = new Promise<boolean>((resolve, reject) => {
    finish = resolve;
    broken = reject;
  });

  let paging: Promise<void> | undefined;
  const ending = new AbortController();
  const closePager = async () => {
    ending.abort();
    await paging;
  };

  const store = createStore({
    now: source.now ?? Date.now,
    mode: source.mode,
    payload: seq => source.payload(seq),
    can: {
      simulate: simulate !== undefined,
      snapshot: true,
      resend: options.resend !== undefined,
      scenarios: options.scenarios ?? [],
    },
    keys: options.keys,
    filter: options.filter,
    theme: options.theme,
    masked: options.masked,
    fps: options.fps,
    file: source.file,
    onWorld(world) {
      source.attend?.(world, wakeAt(world, conditions));
      if (doneBy(world, conditions)) finish(false);
    },
    onEffect: effect => effects[effect.type](effect as never),
  });
  const isMasked = () => store.getSnapshot().view.masking !== 'off';
  const effects: {[K in Effect['type']]: (effect: Extract<Effect, {type: K}>) => void} = {
    quit: ({interrupted = false}) => finish(interrupted),
    suspend: () => device.suspend(),
    redraw: () => device.screen.redraw(),
    simulate({scenario}) {
      if (simulate) store.say(simulate(scenario), 'good');
    },
    copy({text, what}) {
      const {bytes, message} = copy(isMasked() ? maskText(text) : text, what, process.env);
      if (bytes) device.screen.send(bytes);
      store.say(message, bytes ? 'good' : 'bad');
    },
    async copyEvent({row, as}) {
      const text = await eventText(
        store.getSnapshot().world,
        row,
        as,
        isMasked() ? maskedPayload(source.payload) : source.payload,
      );
      if (text === undefined) store.say('The payload of this event could not be read back.');
      else effects.copy({type: 'copy', what: as === 'json' ? 'event JSON' : 'curl command', text});
    },
    pager() {
      paging ??= showEvent().finally(() => {
        paging = undefined;
      });
    },
    async resend({seqs}) {
      const outcome = await options.resend?.(seqs);
      if (outcome) store.say(outcome.text, outcome.tone);
    },
    async inspect({conversation}) {
      const url = inspectorUrl(conversation);
      if (url === undefined) return;
      if (await openInBrowser(url, process.env, process.platform)) store.say(`${url} is open in the browser.`, 'good');
      else effects.copy({type: 'copy', what: url, text: url});
    },
    async save({format, excerpt, file}) {
      try {
        const {world} = store.getSnapshot();
        const saved = await saveCall(world, format, excerpt, {
          folder,
          file,
          ascii: options.ascii,
          mask: isMasked(),
          payload: source.payload,
        });
        store.say(saved, 'good');
      } catch (error) {
        store.say(error instanceof Error ? error.message : String(error));
      }
    },
  };

  async function showEvent(): Promise<void> {
    const file = await pagerFile(store.getSnapshot(), source.payload);
    if (!file) return store.say('The payload of this event could not be read back.');
    const trouble = await showInPager(file, {
      env: process.env,
      stdin: (keys as NodeJS.ReadStream & {fd: number}).fd,
      lend: device.lend,
      now: () => performance.now(),
      anyKey: () => anyKey(keys, ending.signal),
      signal: ending.signal,
    });
    if (trouble !== undefined) store.say(trouble);
  }

  const {screen} = device;
  store.resize(screen.columns, screen.rows);
  screen.on('resize', () => store.resize(screen.columns, screen.rows));
  Promise.resolve(source.listen(batch => store.ingest(batch))).then(() => store.complete(), broken);
  const clock = setInterval(() => store.clock(), 1000);
  const app = render(<App store={store} look={look} />, {
    stdin: device.stdin,
    stdout: device.stdout,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  let interrupted = false;
  try {
    interrupted = await finished;
  } finally {
    clearInterval(clock);
    await closePager();
    app.unmount();
    store.close();
    device.release();
  }
  return {world: store.getSnapshot().world, masked: isMasked(), interrupted};
}

/** Waits for a key on a terminal that is not ours at the moment. */
async function anyKey(keys: NodeJS.ReadStream, signal: AbortSignal): Promise<void> {
  process.stdout.write('\nAny key: back to convo-monitor ');
  keys.setRawMode(true);
  keys.resume();
  await once(keys, 'data', {signal}).catch(() => undefined);
  keys.pause();
  keys.setRawMode(false);
}
