import {UsageError} from '../../config/problem.js';
import type {Flags} from '../../program/options.js';
import {areLines} from '../lines-or-screen.js';
import type {ShowFlags} from '../start.js';

type Given = Omit<Flags<'attach'>, 'ca'> & ShowFlags;

const ALL =
  'is about all that happens, and with --summaries only the calls that are looked at are read: leave one of the two out.';

/** What has no meaning beside `--summaries`, and why. */
const reasons: Partial<Record<keyof Given, string>> = {
  conversation: 'names the one call that is read, of which no list is needed: leave --summaries out.',
  serve:
    'serves all that is read, and with --summaries only the calls that are looked at are: leave one of the two out.',
  record:
    'keeps all that is read, and with --summaries only the calls that are looked at are: leave one of the two out.',
  snapshot: ALL,
  until: ALL,
  calls: ALL,
  expect: ALL,
  reporter: ALL,
  failOn: ALL,
  failOnOpenLegs: ALL,
  bell: ALL,
  exec: ALL,
};

/** Why calls cannot be listed by their summaries, in words; undefined where they can. */
export function whyNoSummaries(given: Given): string | undefined {
  if (areLines(given))
    return '--summaries is for the screen, and lines are written here: list the calls with convo-monitor calls (--json), or follow their summaries with convo-monitor worker --json.';
  const name = Object.keys(reasons).find(
    each => ![undefined, false, 'never'].includes(given[each as keyof Given] as undefined),
  );
  return name && `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)} ${reasons[name as keyof Given]}`;
}

/** Throws `UsageError` for what has no meaning beside `--summaries`. */
export function refuseBesideSummaries(given: Given): void {
  const why = whyNoSummaries(given);
  if (why !== undefined) throw new UsageError(why);
}
