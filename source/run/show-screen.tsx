import {render} from 'ink';
import {Frame, inkOptions} from '../screen/app.js';
import {frameDrawer} from '../screen/frame.js';
import type {Look} from '../screen/look.js';
import {createPointer} from '../screen/pointing.js';
import {createFeed} from '../store/feed.js';
import type {Model} from '../store/model.js';
import {createStore} from '../store/store.js';
import type {Theme} from '../store/view-state.js';
import {takeTerminal} from '../terminal/device.js';
import {keySource} from '../terminal/key-source.js';
import type {MouseAct} from '../terminal/mouse.js';
import {colorDepth} from '../terminal/style.js';
import {factOf} from '../vonage/facts.js';
import type {World} from '../world/world.js';
import {keepBelow} from './ceiling.js';
import {control} from './control.js';
import type {Conditions} from './done.js';
import {type EffectOptions, effectsOf, isMasked} from './effects.js';
import {whenOutputEnds} from './standard-output.js';
import {warnings} from './warn.js';
import {withResolvers} from './with-resolvers.js';

export type ScreenOptions = EffectOptions & {
  theme?: Theme;
  /** The source hides phone numbers. */
  masked?: boolean;
  /** Let clicks and the wheel choose. */
  hasMouse?: boolean;
  /** Most frames a second that are not due to a key. */
  fps?: number;
  scenarios?: Model['can']['scenarios'];
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
  const {source, conditions} = options;
  // A terminal that is lost is the device's to notice: it gives back what it took.
  whenOutputEnds(() => undefined);
  const keys = keySource(process.stdin);
  const pointer = createPointer(() => performance.now());
  const onMouse = (act: MouseAct) => store.change(model => pointer(model, act));
  const device = takeTerminal(
    {stdin: keys, stdout: process.stdout, stderr: process.stderr, process},
    {
      onStop: async () => {
        await effects.close();
        await options.onStop(feed.world(), isMasked(store));
      },
      onKey: key => store.press(key),
      onPaste: text => store.paste(text),
      ...(options.hasMouse && {onMouse}),
    },
  );
  const look: Look = {depth: colorDepth(process.env, true), ascii: options.ascii};
  const {promise: finished, resolve: finish, reject: broken} = withResolvers<boolean>();

  const feed = createFeed(factOf);
  const store = createStore({
    feed,
    now: source.now ?? Date.now,
    mode: source.mode,
    payload: seq => source.payload(seq),
    can: {
      simulate: options.simulate !== undefined,
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
    behind: source.behind,
    reading: source.reading,
    vitals: source.vitals,
    onEffect: effect => effects.run(effect),
  });
  const effects = effectsOf({options, store, device, keys, finish});

  const [warning, ...others] = warnings();
  const more = others.length > 0 ? ` ${others.length} more: see above when the screen has closed.` : '';
  if (warning !== undefined) store.say(`${warning}${more}`);
  const {screen} = device;
  store.resize(screen.columns, screen.rows);
  screen.on('resize', () => store.resize(screen.columns, screen.rows));
  void control({feed, source, conditions}).then(() => finish(false));
  Promise.resolve(source.listen(feed.take)).then(() => store.complete(), broken);
  const letAllBe = keepBelow(feed, source.ceiling);
  const clock = setInterval(() => store.clock(), 1000);
  const draw = frameDrawer(look);
  const frame = () => <Frame lines={draw(store.getSnapshot())} />;
  const app = render(frame(), {stdin: device.stdin, stdout: device.stdout, ...inkOptions});
  store.subscribe(() => app.rerender(frame()));
  let interrupted = false;
  try {
    interrupted = await finished;
  } finally {
    clearInterval(clock);
    letAllBe();
    await effects.close();
    app.unmount();
    store.close();
    device.release();
  }
  return {world: feed.world(), masked: isMasked(store), interrupted};
}
