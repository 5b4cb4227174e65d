import type {Flags} from '../../program/options.js';
import type {ShowFlags} from '../start.js';

type Given = Pick<Flags<'attach'>, 'record' | 'serve'> & Pick<ShowFlags, 'until' | 'expect'>;

const ENDS = 'counts what it has seen: attach again with --since TIME for what was before.';

/** Beside what nothing is read again, and why. */
const reasons: Readonly<Record<keyof Given, string>> = {
  record: 'keeps what comes as it comes, and what was before cannot go in front of it: attach again with --since TIME.',
  serve: 'sends others what is here, and what was before cannot go in front of it: attach again with --since TIME.',
  until: ENDS,
  expect: ENDS,
};

/** Why a bus is not read again from another time on, in words; undefined where it can be. */
export function whyNotAnew(given: Given): string | undefined {
  const names = Object.keys(reasons) as (keyof Given)[];
  const name = names.find(each => given[each] !== undefined);
  return name && `--${name} ${reasons[name]}`;
}
