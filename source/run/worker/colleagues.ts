import {type Shard, shardsOf} from '../../bus/shards.js';
import {LEASE} from './lease.js';

const BYE = 'bye ';

/** Who else is at work, by what they say; and so which shards are whose. `only`: the number of the one shard that is to be one's own. */
export function createColleagues(own: string, only?: number, clock = () => performance.now()) {
  const greeting = only === undefined ? own : `${own}#${only}`;
  const heardAt = new Map<string, number>();
  return {
    greeting,
    farewell: BYE + greeting,
    heard(text: string): void {
      if (text.startsWith(BYE)) heardAt.delete(text.slice(BYE.length));
      else heardAt.set(text, clock());
    },
    /** One's own share of so many, if all have heard the same: who has not heard yet finds a lease that is not free. */
    shares(of: number): Shard[] {
      for (const [name, at] of heardAt) if (clock() - at > LEASE) heardAt.delete(name);
      if (only !== undefined) return shardsOf(of).filter(({number}) => number === only);
      const all = [...new Set([own, ...heardAt.keys()])];
      const taken = new Set(all.map(name => Number(/#(\d+)$/.exec(name)?.[1])));
      const sharing = all.filter(name => !/#\d+$/.test(name)).sort();
      const free = shardsOf(of).filter(({number}) => !taken.has(number));
      return free.filter((_, i) => i % sharing.length === sharing.indexOf(own));
    },
  };
}
