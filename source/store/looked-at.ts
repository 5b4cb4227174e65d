import type {Model} from './model.js';
import {chosenCall} from './select.js';

/** A call whose events somebody wants to see, and whether any of them are here. */
export type LookedAt = {id: string; isHere: boolean};

/** The chosen call first; then the conversations that its legs came from, or went on in. */
export function lookedAt(model: Model): LookedAt[] {
  const {conversations, legs} = model.latest;
  const chosen = chosenCall(model);
  if (!chosen) return [];
  const others = chosen.legs.flatMap(leg => legs.get(leg)?.conversations ?? []);
  const ids = new Set([chosen.id, ...others].filter(id => id !== '' && !id.startsWith('leg:')));
  return [...ids].map(id => ({id, isHere: (conversations.get(id)?.rows.length ?? 0) > 0}));
}
