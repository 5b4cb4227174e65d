import type {Model} from './model.js';

/** Replies whose bodies are read back for a comparison: what a long call has more of is compared by its actions' names. */
const MOST_READ = 200;

/** The seqs of the NCCOs of both calls that are compared. */
export function comparedReplies({view, world}: Model): number[] {
  const {log} = world;
  return view.markedCalls
    .flatMap(id => world.conversations.get(id)?.rows ?? [])
    .filter(row => log.nccos.has(row))
    .slice(0, MOST_READ)
    .flatMap(row => log.replyOf(row) ?? []);
}
