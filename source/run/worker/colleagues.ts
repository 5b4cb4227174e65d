import {type Shard, shardsOf} from '../../bus/shards.js';
import {LEASE} from './lease.js';

const BYE = 'bye ';

/** Who else is at work, by what they say; and so which shards are whose. */
export function createColleagues(own: string, clock = () => performance.now()) {
  const heardAt = new Map<string, number>();
  return {
    greeting: own,
    farewell: BYE + own,
    heard(text: string): void {
      if (text.startsWith(BYE)) heardAt.delete(text.slice(BYE.length));
      else heardAt.set(text, clock());
    },
    /** One's own share of so many, if all have heard the same: who has not heard yet finds a lease that is not free. */
    shares(of: number): Shard[] {
      for (const [name, at] of heardAt) if (clock() - at > LEASE) heardAt.delete(name);
      const all = [...new Set([own, ...heardAt.keys()])].sort();
      return shardsOf(of).filter(({number}) => (number - 1) % all.length === all.indexOf(own));
    },
  };
}
