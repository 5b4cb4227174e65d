import {maskText} from '../../output/mask.js';
import {jsonLine} from '../../output/ndjson.js';
import {occasionFacts} from '../../output/occasion-facts.js';
import {type Occasion, occasionReader} from '../../output/occasions.js';
import type {FeedListener} from '../../store/feed.js';
import {maskNumbers} from '../../text/numbers.js';
import type {World} from '../../world/world.js';
import type {Source} from '../source.js';
import type {Alerts} from './asked.js';
import {createCommands} from './commands.js';
import type {Job} from './run-command.js';

type Around = {
  source: Pick<Source, 'file' | 'follows' | 'reading'>;
  /** Lets the terminal sound. */
  ring: () => void;
  /** Says what is not as it should be. */
  say: (text: string) => void;
  /** Whether phone numbers are hidden from now on, though the World has them. */
  isMasked?: () => boolean;
};

export type RunningAlerts = {
  listener: FeedListener;
  /** Nothing more is observed. */
  finish(world: World): void;
  /** Waits for commands that run, ms at most; then ends them. */
  close(graceMs: number): Promise<void>;
};

/** How long a run that is over waits for its last commands, ms. */
export const LAST_COMMANDS = 5000;

/** The bell sounds once in so many ms at most. */
const RING_EVERY = 1000;

/** Rings and runs as things happen. What was there before a recording was followed to its end is no news. */
export function startAlerts(alerts: Alerts, {source, ring, say, isMasked = () => false}: Around): RunningAlerts {
  let rungAt = Number.NEGATIVE_INFINITY;
  const bell = () => {
    const now = performance.now();
    if (now - rungAt < RING_EVERY) return;
    rungAt = now;
    ring();
  };
  const commands = alerts.exec && createCommands({command: alerts.exec.command, say});
  const execute = (world: World, occasion: Occasion) => {
    commands?.run(() => {
      const job = jobOf(world, occasion, source.file);
      return isMasked() ? masked(job) : job;
    });
  };
  const parts = [
    {whens: alerts.bell, tell: bell},
    {whens: alerts.exec?.whens ?? [], tell: execute},
  ].flatMap(({whens, tell}) => (whens.length > 0 ? [{reader: occasionReader(whens), tell}] : []));
  const isNews = () => !source.follows || source.reading?.() === undefined;
  return {
    listener: {
      each(world, changes, observation) {
        for (const {reader, tell} of parts) {
          const occasions = reader.after(world, changes, observation);
          if (isNews()) for (const each of occasions) tell(world, each);
        }
      },
      forgot({conversations, moves}) {
        for (const {reader} of parts) reader.forgot(conversations, moves);
      },
    },
    finish(world) {
      for (const {reader, tell} of parts) if (isNews()) for (const each of reader.finish(world)) tell(world, each);
    },
    close: async graceMs => commands?.close(graceMs),
  };
}

function jobOf(world: World, occasion: Occasion, file: string | undefined): Job {
  const facts = occasionFacts(world, occasion);
  return {env: file === undefined ? facts : {...facts, CONVO_RECORDING: file}, line: jsonLine(world, occasion.news)};
}

function masked({env, line}: Job): Job {
  return {
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, maskNumbers(value)])),
    line: maskText(line),
  };
}
