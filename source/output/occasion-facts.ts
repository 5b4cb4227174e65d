import {printable} from '../text/printable.js';
import {stamp} from '../text/time.js';
import {eventView, legLabel} from '../world/read/event-view.js';
import {saidOf} from '../world/read/problems.js';
import {partiesOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';
import type {Occasion} from './occasions.js';
import {summaryOf} from './summary.js';
import {textLine} from './text-line.js';

/** Cells of a fact. */
const MOST_CELLS = 1000;

type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a program gets of an occasion in its environment, by name: one printable row each, nothing for what is not known. */
export function occasionFacts(world: World, {when, news}: Occasion): Record<string, string> {
  const facts: Facts = {
    when: when.written,
    kind: news.kind,
    conversation: news.conversation.id,
    call: news.conversation.index,
    ...factsOf(world, news),
    line: textLine(world, news, (_, text) => text),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(
    known.map(([name, value]) => [`CONVO_${name.toUpperCase()}`, printable(value, MOST_CELLS)]),
  );
}

function factsOf(world: World, news: Occasion['news']): Facts {
  const {conversation} = news;
  switch (news.kind) {
    case 'event': {
      const {at, leg, type, status, note} = eventView(world, conversation, news.row);
      const text = [type, note].filter(Boolean).join(' ');
      return {at: stamp(at), type, status, note, text, ...partiesTo(world, conversation, leg)};
    }
    case 'problem': {
      const {problem} = news;
      const {at, leg, code, severity, advice} = problem;
      return {at: stamp(at), code, severity, text: saidOf(problem), advice, ...partiesTo(world, conversation, leg)};
    }
    case 'end': {
      const {at, ok, verdict, problems} = summaryOf(world, conversation);
      return {at: stamp(at), ok, problems, text: verdict, ...partiesTo(world, conversation, undefined)};
    }
  }
}

/** The leg and its two ends; without one, those of the call. */
function partiesTo(world: World, conversation: Conversation, id: string | undefined): Facts {
  const leg = id === undefined ? undefined : world.legs.get(id);
  const {from, to} = leg ?? partiesOf(world, conversation);
  return {leg: legLabel(world, id), uuid: id, from, to};
}
