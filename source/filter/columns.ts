import type {EventLog} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import {memberOfLeg} from '../world/fold/leg.js';
import {commentOf} from '../world/read/comment.js';
import type {Conversation, World} from '../world/world.js';
import type {FieldLeaf, Filter, TextLeaf} from './filter.js';
import {textTest} from './text-test.js';
import {memberTexts, textsOfLeg} from './texts.js';
import {legSubject, memberSubject} from './world-subject.js';

/** What the columns of a row say: yes, no, or that they alone cannot tell. */
export type ColumnTest = (row: number) => boolean | undefined;

const cannotTell: ColumnTest = () => undefined;

/**
 * A filter as far as the columns of the log answer it, for going through a million rows without building any of them. Good
 * for as long as the conversation is the same object: what it learns about types, legs and members it remembers.
 */
export function columnTest(world: World, conversation: Conversation, filter: Filter): ColumnTest {
  switch (filter.kind) {
    case 'text':
      return textColumns(world, conversation, filter);
    case 'field':
      return fieldColumns[filter.field]?.(world, conversation, filter) ?? cannotTell;
    case 'not': {
      const of = columnTest(world, conversation, filter.of);
      return row => {
        const answer = of(row);
        return answer === undefined ? undefined : !answer;
      };
    }
    case 'and':
      return untilOneSays(
        false,
        filter.of.map(each => columnTest(world, conversation, each)),
      );
    case 'or':
      return untilOneSays(
        true,
        filter.of.map(each => columnTest(world, conversation, each)),
      );
  }
}

/** `and` is decided by one no, `or` by one yes; else by all, if all can tell. */
function untilOneSays(decisive: boolean, tests: readonly ColumnTest[]): ColumnTest {
  return row => {
    let answer: boolean | undefined = !decisive;
    for (const test of tests) {
      const one = test(row);
      if (one === decisive) return decisive;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

type ForField = (world: World, conversation: Conversation, leaf: FieldLeaf) => ColumnTest;

const fieldColumns: Readonly<Record<string, ForField>> = {
  type: (world, _, leaf) => namesTest(world, anyOf(leaf, 'segment')),
  status: ({log}, _, leaf) => {
    const test = anyOf(leaf, 'start');
    const ofStatus = remember(log, 'status', row => test(log.statusOf(row) ?? ''));
    return row => log.status[row] !== 0 && ofStatus(row);
  },
  leg: (world, _, leaf) => {
    const {log} = world;
    const test = anyOf(leaf, 'label');
    const ofLeg = remember(log, 'leg', row => {
      const leg = world.legs.get(log.legOf(row) ?? '');
      return leg !== undefined && (test(leg.id) || test(legSubject(leg).label));
    });
    return row => (log.leg[row] === 0 ? undefined : ofLeg(row));
  },
};

function anyOf(leaf: FieldLeaf, manner: Parameters<typeof textTest>[1]): (text: string) => boolean {
  const tests = leaf.values.map(value => textTest(value, manner, leaf.op));
  return text => tests.some(test => test(text));
}

/** The two names of an event: its own, and the Conversation API's, which the first witness with an id gives. */
function namesTest(world: World, test: (text: string) => boolean): (row: number) => boolean {
  const {log} = world;
  const ofStatus = remember(log, 'status', row => test(log.statusOf(row) ?? ''));
  const ofType = remember(log, 'type', row => test(log.typeOf(row)));
  return row =>
    (log.status[row] !== 0 ? ofStatus(row) : ofType(row)) ||
    ofType(witnessesOf(world, row).find(each => log.id[each]) ?? row);
}

/** Plain words: the row's own texts, then those of its leg, member and call, each asked once. */
function textColumns(world: World, conversation: Conversation, leaf: TextLeaf): ColumnTest {
  const {log} = world;
  const test = textTest(leaf.value, 'part');
  const any = (texts: Iterable<string | undefined>): boolean => {
    for (const text of texts) if (text !== undefined && test(text)) return true;
    return false;
  };
  if (any([conversation.id, conversation.displayName ?? conversation.name])) return () => true;
  const ofMember = (id: string | undefined): boolean => {
    const member = memberSubject(world, conversation, id);
    return member !== undefined && any(memberTexts(member));
  };
  const inNames = namesTest(world, test);
  const inMember = remember(log, 'member', row => ofMember(log.memberOf(row)));
  const inLeg = remember(log, 'leg', row => {
    const leg = world.legs.get(log.legOf(row) ?? '');
    return leg !== undefined && any(textsOfLeg(legSubject(leg)));
  });
  const inMemberOfLeg = remember(log, 'leg', row =>
    ofMember(memberOfLeg(world.legs.get(log.legOf(row) ?? ''), conversation.id)),
  );
  return row => {
    if (log.comments.size > 0 && test(commentOf(world, row) ?? '')) return true;
    if (log.note[row] !== 0 && test(log.noteOf(row) ?? '')) return true;
    const hasLeg = log.leg[row] !== 0;
    if (hasLeg && inLeg(row)) return true;
    if (log.member[row] !== 0 ? inMember(row) : hasLeg && inMemberOfLeg(row)) return true;
    if (inNames(row)) return true;
    return hasLeg ? false : undefined;
  };
}

/** Remembers the answer for each code of a column. */
function remember(
  log: EventLog,
  column: 'type' | 'status' | 'leg' | 'member',
  test: (row: number) => boolean,
): (row: number) => boolean {
  const answers: (boolean | undefined)[] = [];
  return row => {
    const code = log[column][row] ?? 0;
    const known = answers[code];
    if (known !== undefined) return known;
    const answer = test(row);
    answers[code] = answer;
    return answer;
  };
}
