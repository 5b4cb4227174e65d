import {setTimeout as wait} from 'node:timers/promises';
import {render} from 'ink';
import type {ControlObservation} from '../call/observation.js';
import {Frame, inkOptions} from '../screen/app.js';
import {frameDrawer} from '../screen/frame.js';
import type {Look} from '../screen/look.js';
import {panes} from '../screen/panes.js';
import {createPointer} from '../screen/pointing.js';
import {anewText, notesAnew} from '../store/anew.js';
import {createFeed, type Feed, type FeedListener} from '../store/feed.js';
import {lookedAt} from '../store/looked-at.js';
import type {Model} from '../store/model.js';
import {createMoments} from '../store/moments.js';
import {createStore, type Known} from '../store/store.js';
import type {Theme} from '../store/view-state.js';
import {type Abilities, abilitiesOf, questionsFor} from '../terminal/abilities.js';
import {takeTerminal} from '../terminal/device.js';
import {keySource} from '../terminal/key-source.js';
import type {MouseAct} from '../terminal/mouse.js';
import type {TerminalReply} from '../terminal/replies.js';
import {colorDepth} from '../terminal/style.js';
import {factOf} from '../vonage/facts.js';
import type {World} from '../world/world.js';
import {LAST_COMMANDS, type RunningAlerts, startAlerts} from './alerts/alerts.js';
import type {Alerts} from './alerts/asked.js';
import {BELL} from './alerts/bell.js';
import {createReadingAnew} from './anew.js';
import {keepBelow} from './ceiling.js';
import type {Conditions, Done} from './done.js';
import {type EffectOptions, effectsOf, isMasked} from './effects.js';
import type {Source} from './source.js';
import {whenOutputEnds} from './standard-output.js';
import {untilDone} from './until-done.js';
import {sayWarnings, warn, warnings} from './warn.js';
import {withResolvers} from './with-resolvers.js';

export type ScreenOptions = Omit<EffectOptions, 'isAscii'> & {
  /** Draw with ASCII only, or never so; found out when it is not said. */
  ascii?: boolean;
  /** The one for the terminal's background when it is not said. */
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
  /** How long that may take, ms, where it takes longer than closing files. */
  stopMs?: number;
  /** When the screen has had enough by itself (`--until`, `--timeout`). */
  conditions: Conditions;
  /** Listen to what is known, beside the screen. */
  listeners?: readonly FeedListener[];
  /** What `--bell` and `--exec` ask for. */
  alerts?: Alerts;
};

/** What is known of what was read, and what follows that; `close` has the oldest calls let go no more. */
type Followed = Known & {alerts?: RunningAlerts; close(): void};

/**
 * How long the first frame waits for what the terminal says of itself, ms: local ones answer within a few, so that nothing is drawn in the wrong
 * colours or widths first. Over a slower line it is, and drawn again.
 */
const FIRST_FRAME = 100;

/**
 * Shows the full screen until somebody quits; resolves with the World as it was then, whether numbers were hidden, whether it was by Ctrl-C, and what it was done by.
 */
export async function runScreen(
  options: ScreenOptions,
): Promise<{world: World; masked: boolean; interrupted: boolean; done?: Done}> {
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
        await Promise.all([effects.close(), closeAlerts(0)]);
        await options.onStop(shown.feed.world(), isMasked(store));
      },
      stopMs: options.stopMs,
      onKey: key => store.press(key),
      onPaste: text => store.paste(text),
      ...(options.hasMouse && {onMouse}),
    },
  );
  const {env} = process;
  const replies: TerminalReply[] = [];
  let look: Look = {depth: colorDepth(env, true), ...abilitiesOf(env, options.ascii, replies)};
  const {promise: finished, resolve: finish, reject: broken} = withResolvers<boolean>();

  /** Runs what `--exec` asks for of what was shown before, too. */
  const running: RunningAlerts[] = [];
  const closeAlerts = (graceMs: number) => Promise.all(running.map(each => each.close(graceMs)));

  let done: Done | undefined;
  const stopWhenDone = (feed: Feed): void =>
    void untilDone({feed, source, conditions}).then(by => {
      done ??= by;
      finish(false);
    });

  /** What is known by what comes from there, and what listens to that whatever is shown. */
  function follow(from: Pick<Source, 'payload' | 'reading'>): Followed {
    const feed = createFeed(factOf);
    const payload = (seq: number) => from.payload(seq);
    const moments = createMoments({feed, factOf, payload});
    const alerts =
      options.alerts &&
      startAlerts(options.alerts, {
        source: {...source, reading: from.reading},
        ring: () => device.screen.send(BELL),
        say(text) {
          warn(text);
          store.say(text);
        },
        isMasked: () => isMasked(store),
      });
    if (alerts) running.push(alerts);
    if (alerts) feed.listen(alerts.listener);
    return {feed, payload, moments, alerts, close: keepBelow(feed, source.ceiling)};
  }

  let shown = follow(source);
  const store = createStore({
    // No more of it: the store would hold it for good.
    feed: shown.feed,
    payload: shown.payload,
    moments: shown.moments,
    panes,
    now: source.now ?? Date.now,
    mode: source.mode,
    follows: source.follows,
    can: {
      simulate: options.simulate !== undefined,
      snapshot: true,
      resend: options.resend !== undefined,
      examine: options.examine !== undefined,
      control: typeof options.control === 'object' ? {inline: options.control.inline} : options.control,
      arm: options.arm !== undefined,
      anew: typeof source.anew === 'function' ? true : source.anew,
      scenarios: options.scenarios ?? [],
    },
    keys: options.keys,
    filter: options.filter,
    theme: options.theme,
    masked: options.masked,
    fps: options.fps,
    file: source.file,
    attachedTo: source.attachedTo,
    bus: source.bus,
    since: source.since,
    anew: () => anew?.look(),
    behind: source.behind,
    reading: source.reading,
    vitals: source.vitals,
    replaying: () => effects.replaying(),
    onEffect: effect => effects.run(effect),
  });
  let own = 0;
  /** What comes by no recording gets the next number; where more is to come, one that no recording has. */
  const take = (observation: Omit<ControlObservation, 'seq'>) => {
    own -= 1;
    shown.feed.take([{...observation, seq: source.follows ? own : shown.feed.world().seq + 1}]);
  };
  const anew =
    typeof source.anew === 'function'
      ? createReadingAnew({begin: source.anew, follow, show: showAnew, fail: text => store.say(text)})
      : undefined;
  const effects = effectsOf({
    options: {...options, isAscii: () => look.ascii, anew},
    store,
    device,
    keys,
    take,
    finish,
  });

  /** What was read from another time on takes the place of what is shown. */
  function showAnew(known: Followed, since: number | undefined): void {
    const before = shown;
    before.close();
    void before.alerts?.close(LAST_COMMANDS);
    shown = known;
    for (const note of notesAnew(before.feed.world(), known.feed.world())) take(note);
    store.replace(known, since);
    store.say(anewText(before.feed.world(), known.feed.world(), {since, now: Date.now()}), 'good');
    stopWhenDone(known.feed);
  }

  // The screen has standard error by now, and says it when it is gone.
  sayWarnings();
  const [warning, ...others] = warnings();
  const more = others.length > 0 ? ` ${others.length} more: see above when the screen has closed.` : '';
  if (warning !== undefined) store.say(`${warning}${more}`);
  for (const each of options.listeners ?? []) shown.feed.listen(each);
  const {screen} = device;
  store.resize(screen.columns, screen.rows);
  screen.on('resize', () => store.resize(screen.columns, screen.rows));
  stopWhenDone(shown.feed);
  Promise.resolve(source.listen(shown.feed.take)).then(() => store.complete(), broken);
  const clock = setInterval(() => store.clock(), 1000);
  // Where audio flows, or something is read again, meters and bars move between the seconds.
  const meters = setInterval(() => {
    if (anew?.look() || Object.keys(source.vitals?.()?.meters ?? {}).length > 0) store.clock();
  }, 250);
  const {look: onLook} = source;
  if (onLook) store.subscribe(() => onLook(lookedAt(store.getSnapshot())));
  let draw = frameDrawer(look);
  const frame = () => <Frame lines={draw(store.getSnapshot())} />;
  /** A theme that nobody chose is the one for the background. */
  const showAs = ({ascii, background}: Abilities) => {
    look = {...look, ascii, background};
    draw = frameDrawer(look);
    store.change(({view}) => ({view: {...view, theme: view.theme ?? (background === 'light' ? 'light' : undefined)}}));
  };
  showAs(abilitiesOf(env, options.ascii, replies));
  const answered = device.ask(questionsFor(env, options.ascii), reply => {
    replies.push(reply);
    showAs(abilitiesOf(env, options.ascii, replies));
  });
  let app: ReturnType<typeof render> | undefined;
  let interrupted = false;
  try {
    await Promise.race([answered, wait(FIRST_FRAME), finished]);
    app = render(frame(), {stdin: device.stdin, stdout: device.stdout, ...inkOptions});
    store.subscribe(() => app?.rerender(frame()));
    interrupted = await finished;
    shown.alerts?.finish(shown.feed.world());
  } finally {
    clearInterval(clock);
    clearInterval(meters);
    anew?.leave();
    shown.close();
    await effects.close();
    // What the terminal still has to say would be typed into the shell.
    await answered;
    app?.unmount();
    store.close();
    await device.release();
    await closeAlerts(interrupted ? 0 : LAST_COMMANDS);
  }
  return {world: shown.feed.world(), masked: isMasked(store), interrupted, done};
}
