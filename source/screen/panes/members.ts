import type {Model} from '../../store/model.js';
import {chosenMembers} from '../../store/select.js';
import {join, printable, type Safe, safe} from '../../terminal/text.js';
import {partyOf} from '../../world/state.js';
import type {Member} from '../../world/world.js';
import {clock} from '../format.js';
import type {TableView} from './legs.js';

/** The members of the chosen call: a person or number, the state with its time, and whether audio flows. */
export function membersTable(model: Model, width: number): TableView {
  const members = chosenMembers(model);
  const chosen = model.view.member ?? members[0]?.id;
  const wide = width >= 60;
  const room = width - 2 - (1 + 1) - (3 + 1) - (8 + 1) - (wide ? 12 + 1 : 0) - 10 - 1;
  return {
    columns: [
      {title: safe` `, width: 1},
      {title: safe`#`, width: 3},
      {title: safe`member`, width: Math.max(8, room)},
      {title: safe`state`, width: 8},
      ...(wide ? [{title: safe`since`, width: 12}] : []),
      {title: safe`audio`, width: 10},
    ],
    rows: members.map((member, i) => [
      member.id === chosen && model.view.focus === 'members' ? safe`▸` : safe` `,
      safe`M${i + 1}`,
      nameOf(model, member),
      printable(member.state),
      ...(wide ? [sinceOf(member)] : []),
      audioOf(member),
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

function audioOf({media}: Member): Safe {
  const words = [media.muted && 'muted', media.earmuffed && 'earmuffed'].filter(Boolean).join(' ');
  if (words) return printable(words);
  return media.audio === undefined && media.muted === undefined
    ? safe`–`
    : media.audio === false
      ? safe`off`
      : safe`♪ on`;
}
