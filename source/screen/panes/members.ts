import {highest} from '../../call/extremes.js';
import {clock} from '../../output/format.js';
import type {Model} from '../../store/model.js';
import {chosenMembers} from '../../store/select.js';
import {clip, join, printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {partyOf} from '../../world/read/state.js';
import type {Member} from '../../world/world.js';
import {tableWidth} from '../ink-table.js';
import type {Role} from '../look.js';
import type {Pen} from '../pane-view.js';
import type {Part, TableColumn} from '../row.js';
import type {TableView} from './legs.js';

/**
 * The members of the chosen call: a person or number, the state with its time, and whether audio flows. `aside` is a column
 * at the right end that is about something else.
 */
export function membersTable(
  model: Model,
  pen: Pen,
  width: number,
  aside?: {width: number; rows: readonly Part[][]},
): TableView {
  const members = chosenMembers(model);
  const isFocused = model.view.focus === 'members';
  const chosen = isFocused
    ? Math.max(
        0,
        members.findIndex(({id}) => id === model.view.member),
      )
    : -1;
  const others: TableColumn[] = [
    {title: safe`state`, width: 8},
    ...(width >= 60 ? [{title: safe`since`, width: aside ? 8 : 12}] : []),
    {title: safe`audio`, width: aside ? 6 : 10},
    ...(aside ? [{title: safe``, width: aside.width}] : []),
  ];
  const room = width - tableWidth(others) - (1 + 1) - (3 + 1);
  const names = members.map(member => nameOf(model, pen, member));
  // Beside something else the columns end where that begins; else they stand near the names.
  const longest = aside ? room : Math.max(12, highest(names.map(widthOf)));
  return {
    columns: [
      {title: safe` `, width: 1},
      {title: safe`#`, width: 3},
      {title: safe`member`, width: Math.max(8, Math.min(room, longest))},
      ...others,
    ],
    chosen,
    rows: members.map((member, i) => [
      [i === chosen && ['focus', safe`▸`]],
      [['strong', safe`M${i + 1}`]],
      [names[i]],
      [[stateRoles[member.state] ?? 'plain', printable(member.state)]],
      ...(width >= 60 ? [[sinceOf(member, aside ? 8 : 12)]] : []),
      [audioOf(member)],
      ...(aside ? [aside.rows[i] ?? []] : []),
    ]),
  };
}

const stateRoles: Readonly<Partial<Record<Member['state'], Role>>> = {
  JOINED: 'live',
  INVITED: 'warn',
  LEFT: 'dim',
  UNKNOWN: 'dim',
};

function sinceOf({leftAt, joinedAt, invitedAt}: Member, width: number): Part {
  const at = leftAt ?? joinedAt ?? invitedAt;
  return at === undefined ? ['dim', safe`–`] : clip(clock(at), width, safe``);
}

/** A person or a number: names such as `vapi-user-…`, which Vonage makes up, and ids are never shown as people. */
function nameOf(model: Model, {print}: Pen, member: Member): Safe {
  const leg = member.legs.map(id => model.world.legs.get(id)).find(each => each !== undefined);
  const {displayName, name} = member.user ?? {};
  const person = displayName ?? (name && !/^(vapi-user-|USR-|NAM-)/.test(name) ? name : undefined);
  const number = leg ? partyOf(leg) : (member.from ?? member.to);
  return join([print(person ?? number ?? member.id, 40), ...(person && number ? [print(number, 24)] : [])], safe`  `);
}

function audioOf({media, state}: Member): Part {
  if (state === 'LEFT') return ['dim', safe`–`];
  if (media.muted || media.earmuffed)
    return [
      'warn',
      join(
        [media.muted && safe`muted`, media.earmuffed && safe`earmuffed`].filter(
          text => text !== false && text !== undefined,
        ),
        safe` `,
      ),
    ];
  if (media.audio === undefined && media.muted === undefined) return ['dim', safe`–`];
  return media.audio === false ? safe`off` : ['live', safe`♪ on`];
}
