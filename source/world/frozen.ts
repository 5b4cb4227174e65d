import {type Conversation, emptyMemo, type World} from './world.js';

/**
 * The World as it is now, for a paused screen or a file that is being written: the newest World's maps, lists and columns go on changing under those who hold
 * an older one. Costs a copy of what grows in place (about 120 bytes a row), once; what is replaced when it changes is shared.
 */
export function frozen(world: World): World {
  const conversations = new Map<string, Conversation>();
  for (const [id, each] of world.conversations)
    conversations.set(id, {...each, rows: each.rows.slice(), members: each.members.slice()});
  return {
    ...world,
    conversations,
    summed: new Map(world.summed),
    legs: new Map(world.legs),
    sockets: new Map([...world.sockets].map(([id, socket]) => [id, {...socket, rows: socket.rows.slice()}])),
    log: world.log.copy(),
    health: new Map(world.health),
    resent: new Map(world.resent),
    index: {...world.index, groups: world.index.groups.copy()},
    memo: emptyMemo(),
  };
}

/** The World as it is now, to be folded on by itself: a change of one is none of the other. Costs what {@link frozen} does, and half as much again. */
export function copied(world: World): World {
  const still = frozen(world);
  const {index} = world;
  for (const each of still.conversations.values()) each.unstamped = each.unstamped.slice();
  return {
    ...still,
    index: {
      ...still.index,
      rows: index.rows.copy(),
      sames: new Map(index.sames),
      replies: new Map(index.replies),
      synchronous: new Set(index.synchronous),
      nccos: new Map(index.nccos),
      agenda: index.agenda.copy(),
      numbers: index.numbers.copy(),
    },
  };
}
