import {conversationFacts, eventObject, legObject, memberObject, problemObject} from '../../output/objects.js';
import {jsonText} from '../../text/json.js';
import {membersOf} from '../../world/fold/member.js';
import {endingOf} from '../../world/read/ending.js';
import {legsOf} from '../../world/read/history.js';
import {problemsOf} from '../../world/read/problems.js';
import type {Conversation, World} from '../../world/world.js';

/** One row of JSON: how far it is indented, its key with the colon where it has one, and the rest. */
export type JsonRow = {indent: number; key: string; text: string};

/** A call's snapshot as rows of which any can be asked for without making the others, however many events there are. */
export type JsonDocument = {length: number; rowAt: (index: number) => JsonRow};

type Around = {before: JsonRow[]; after: JsonRow[]};
const memo = new WeakMap<Conversation, Around>();

/** The snapshot of a call as it would be written now, but for the payloads, which are not in memory. */
export function jsonDocument(world: World, conversation: Conversation): JsonDocument {
  const {rows} = conversation;
  const known = memo.get(conversation);
  const {before, after} = known ?? around(world, conversation);
  if (!known) memo.set(conversation, {before, after});
  // Each event takes as many rows as the first, because what is nested in it stays on one row.
  const each = rows[0] === undefined ? 1 : eventRows(world, conversation, rows[0], false).length;
  const events = rows.length * each;
  let made: {at: number; rows: JsonRow[]} | undefined;
  return {
    length: before.length + events + after.length,
    rowAt(index) {
      const inEvents = index - before.length;
      if (inEvents < 0) return before[index] ?? nothing;
      if (inEvents >= events) return after[inEvents - events] ?? nothing;
      const at = Math.floor(inEvents / each);
      if (made?.at !== at) made = {at, rows: eventRows(world, conversation, rows[at] ?? 0, at < rows.length - 1)};
      return made.rows[inEvents % each] ?? nothing;
    },
  };
}

const nothing: JsonRow = {indent: 0, key: '', text: ''};

function eventRows(world: World, conversation: Conversation, row: number, hasNext: boolean): JsonRow[] {
  return block(eventObject(world, conversation, row), 2, hasNext);
}

function around(world: World, conversation: Conversation): Around {
  const before = [
    {indent: 0, key: '', text: '{'},
    ...Object.entries(conversationFacts(world, conversation)).map(([key, value]) => field(key, value, 1, true)),
    ...list('members', membersOf(world, conversation).map(memberObject)),
    ...list(
      'legs',
      legsOf(world, conversation).map(leg => legObject(world, conversation, leg)),
    ),
    {indent: 1, key: '"events": ', text: '['},
  ];
  const after = [
    {indent: 1, key: '', text: '],'},
    ...list('problems', problemsOf(world, conversation).map(problemObject)),
    field('verdict', endingOf(world, conversation), 1, false),
    {indent: 0, key: '', text: '}'},
  ];
  return {before, after};
}

function list(name: string, items: readonly object[]): JsonRow[] {
  if (items.length === 0) return [field(name, [], 1, true)];
  return [
    {indent: 1, key: `${jsonText(name)}: `, text: '['},
    ...items.flatMap((item, i) => block(item, 2, i < items.length - 1)),
    {indent: 1, key: '', text: '],'},
  ];
}

/** An object with a row for each of its keys. */
function block(item: object, indent: number, hasNext: boolean): JsonRow[] {
  const entries = Object.entries(item);
  return [
    {indent, key: '', text: '{'},
    ...entries.map(([key, value], i) => field(key, value, indent + 1, i < entries.length - 1)),
    {indent, key: '', text: hasNext ? '},' : '}'},
  ];
}

function field(key: string, value: unknown, indent: number, hasNext: boolean): JsonRow {
  return {indent, key: `${jsonText(key)}: `, text: `${jsonText(value)}${hasNext ? ',' : ''}`};
}
