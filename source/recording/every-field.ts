import type * as z from 'zod';
import type {Observation, SummaryObservation} from '../call/observation.js';

/**
 * The schema itself. It does not compile with one that leaves out a field which an observation may have: lines are used as they were written, so a foreign
 * file could put anything there. The type that is asked for then says which field it is. Summaries of calls are in no recording.
 */
export const ofEveryField = <S extends z.ZodType>(schema: S & Whole<UnreadOf<Recorded, z.infer<S>>>): S => schema;

type Recorded = Exclude<Observation, SummaryObservation>;

type Whole<Unread> = [Unread] extends [never] ? unknown : {unread: Unread};

type UnreadOf<T, S> = T extends {source: infer Source} ? Unread<T, Extract<S, {source: Source}>> : never;

/** Paths of the fields of `T` that `S` has not, such as `setup.url`. */
type Unread<T, S> = T extends readonly (infer Item)[]
  ? Unread<Item, At<S, number>>
  : T extends object
    ? {[K in keyof T & string]-?: K extends KeyOf<S> ? Within<K, Unread<Given<T[K]>, Given<At<S, K>>>> : K}[keyof T &
        string]
    : never;
type Within<K extends string, Path> = Path extends string ? `${K}.${Path}` : never;
type KeyOf<S> = S extends unknown ? keyof S : never;
type At<S, K> = S extends unknown ? (K extends keyof S ? S[K] : never) : never;
type Given<T> = NonNullable<T>;
