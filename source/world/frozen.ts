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
    legs: new Map(world.legs),
    log: world.log.copy(),
    health: new Map(world.health),
    index: {...world.index, groups: world.index.groups.copy()},
    memo: emptyMemo(),
  };
}
