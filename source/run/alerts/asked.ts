import {readStatus, statusNames} from '../../call/status.js';
import {UsageError} from '../../config/problem.js';
import type {When} from '../../output/occasions.js';
import {printable} from '../../text/printable.js';
import {suggest} from '../../text/suggest.js';
import {filterOf} from '../typed-filter.js';

/** What a person wants to be told of, and how. */
export type Alerts = {bell: readonly When[]; exec?: {command: string; whens: readonly When[]}};

type Given = {bell?: readonly string[]; exec?: string; execOn?: readonly string[]};

/** What `--bell`, `--exec` and `--exec-on` ask for; undefined where they are not given. Throws `UsageError`. */
export async function alertsOf({bell = [], exec, execOn}: Given): Promise<Alerts | undefined> {
  if (exec === undefined && execOn)
    throw new UsageError('--exec-on says when a command is run: name the command, --exec COMMAND.');
  const read = (texts: readonly string[], flag: string) => Promise.all(texts.map(text => whenOf(text, flag)));
  const whens = await read(bell, '--bell');
  if (exec === undefined) return whens.length > 0 ? {bell: whens} : undefined;
  return {bell: whens, exec: {command: exec, whens: await read(execOn ?? ['problem'], '--exec-on')}};
}

const words = ['problem', 'ended', ...statusNames];

/** When somebody wants to be told: `problem`, `ended`, a status of a leg, or a filter. Throws `UsageError`, and shows where a filter is wrong. */
async function whenOf(text: string, flag: string): Promise<When> {
  const written = text.trim();
  if (written === 'problem') return {written, what: 'problem'};
  if (written === 'ended') return {written, what: 'end'};
  const status = readStatus(written);
  if (status) return {written, what: {kind: 'field', field: 'status', op: '=', values: [{text: status}]}};
  // As a filter, a mistyped word would be looked for in every event, and never be found.
  const meant = /^[\w-]+$/.test(written) ? suggest(written, words) : undefined;
  if (meant) {
    const word = printable(written, 40);
    throw new UsageError(
      `${flag} takes problem, ended, a status of a leg, or a filter; it was "${word}": did you mean ${meant}? Events with that word are found by a filter in quotes: ${flag} '"${word}"'`,
    );
  }
  const what = await filterOf(written, flag);
  if (what) return {written, what};
  throw new UsageError(`${flag} takes problem, ended, a status of a leg (${statusNames.join(', ')}), or a filter.`);
}
