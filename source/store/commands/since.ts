import type {Option} from '../../filter/complete.js';
import {MOMENT, momentIn} from '../../text/moment.js';
import {listensHere} from '../listens.js';
import type {Model} from '../model.js';
import {sinceText} from '../since-text.js';
import {type Command, type CommandResult, say} from './command.js';

/** Back beyond what was asked for when somebody attached to a bus. */
export const sinceCommands: readonly Command[] = [
  {
    id: 'since',
    keys: [],
    label: 'go further back on a bus: 6h, 2026-11-26T09:00, all',
    unable,
    argument: {name: 'TIME', options, run: readAnew},
    run: model => say(model, `${shownText(model)} Put behind it from when on it is to be read: :since 6h`, 'good'),
  },
];

/** All that the stream still has. */
const ALL = 'all';

const offered: readonly string[] = ['2h', '6h', '24h', '7d', ALL];

function unable(model: Model): string | undefined {
  const {can, mode, attachedTo} = model;
  if (can.anew !== undefined) return can.anew === true ? undefined : can.anew;
  if (mode === 'attached') return `What the monitor at ${attachedTo} has recorded is here from its beginning on.`;
  return listensHere(model)
    ? 'This monitor shows what it has seen since it started: convo-monitor open shows what others recorded before.'
    : 'A recording is here from its first observation on.';
}

/** Times that begin with what is written. */
function options({now}: Model, written: string): readonly Option[] {
  const wanted = written.trim().toLowerCase();
  return offered
    .filter(text => text.startsWith(wanted))
    .map(text => ({
      text,
      hint: text === ALL ? 'all that the stream still has' : `from ${sinceText(momentIn(text, now), now)} on`,
    }));
}

function readAnew(model: Model, written: string): CommandResult {
  const text = written.trim();
  if (text.toLowerCase() === ALL) return {effect: {type: 'read-anew'}};
  const since = momentIn(text, model.now);
  if (Number.isNaN(since)) return say(model, `${text} is no time to read from: give ${MOMENT}, or ${ALL}.`);
  if (since > model.now) return say(model, `${text} is still to come: give ${MOMENT}, or ${ALL}.`);
  return {effect: {type: 'read-anew', since}};
}

const shownText = ({since, now}: Model): string =>
  since === undefined
    ? 'All is read that the stream still had.'
    : `Shown is what came from ${sinceText(since, now)} on.`;
