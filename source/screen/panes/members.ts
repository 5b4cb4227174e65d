import {clock} from '../../output/format.js';
import type {Model} from '../../store/model.js';
import {chosenMembers} from '../../store/select.js';
import {clip, join, printable, type Safe, safe} from '../../text/printable.js';
import {partyOf} from '../../world/read/state.js';
import type {Member} from '../../world/world.js';
import {type TableColumn, tableWidth} from '../ink-table.js';
import type {TableView} from './legs.js';

/**
 * The members of the chosen call: a person or number, the state with its time, and whether audio flows. `aside` is a column
 * at the right end that is about something else.
 */
export function membersTable(model: Model, width: number, aside?: {width: number; rows: readonly Safe[]}): TableView {
  const members = chosenMembers(model);
  const chosen = model.view.member ?? members[0]?.id;
  const others: TableColumn[] = [
    {title: safe`state`, width: 8},
    ...(width >= 60 ? [{title: safe`since`, width: aside ? 8 : 12}] : []),
    {title: safe`audio`, width: aside ? 6 : 10},
    ...(aside ? [{title: safe``, width: aside.width}] : []),
  ];
  const room = width - tableWidth(others) - (1 + 1) - (3 + 1) - 1;
  return {
    columns: [
      {title: safe` `, width: 1},
      {title: safe`#`, width: 3},
      {title: safe`member`, width: Math.max(8, room)},
      ...others,
    ],
    rows: members.map((member, i) => [
      member.id === chosen && model.view.focus === 'members' ? safe`▸` : safe` `,
      safe`M${i + 1}`,
      nameOf(model, member),
      printable(member.state),
      ...(width >= 60 ? [aside ? clip(sinceOf(member), 8, safe``) : sinceOf(member)] : []),
      audioOf(member),
      ...(aside ? [aside.rows[i] ?? safe``] : []),
    ]),
  };
}

function sinceOf({leftAt, joinedAt, invitedAt}: Member): Safe {
  const at = leftAt ?? joinedAt ?? invitedAt;
  return at === undefined ? safe`–` : clock(at);
}

/** A person or a number: names such as `vapi-user-…`, which Vonage makes up, and ids are never shown as people. */
function nameOf(model: Model, member: Member): Safe {
  const leg = member.legs.map(id => model.world.legs.get(id)).find(each => each !== undefined);
  const {displayName, name} = member.user ?? {};
  const person = displayName ?? (name && !/^(vapi-user-|USR-|NAM-)/.test(name) ? name : undefined);
  const number = leg ? partyOf(leg) : (member.from ?? member.to);
  return join(
    [printable(person ?? number ?? member.id, 40), ...(person && number ? [printable(number, 24)] : [])],
    safe`  `,
  );
}

function audioOf({media, state}: Member): Safe {
  if (state === 'LEFT') return safe`–`;
  const words = [media.muted && 'muted', media.earmuffed && 'earmuffed'].filter(Boolean).join(' ');
  if (words) return printable(words);
  return media.audio === undefined && media.muted === undefined
    ? safe`–`
    : media.audio === false
      ? safe`off`
      : safe`♪ on`;
}
