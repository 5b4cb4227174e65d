/**
 * The vocabulary of the tables in actions.ts and endpoints.ts. Sources differ and Vonage is more lenient than its pages, so
 * a limit that only some sources know is `usual` (a warning), and one that all agree on is `range` or `max` (an error).
 */
export type Rule =
  | TextRule
  | NumberRule
  | {is: 'flag'}
  | {is: 'choice'; of: readonly string[]}
  | {is: 'phone'}
  | UrlRule
  /** An array that holds one URL; `text` where some pages have the URL alone. */
  | (Omit<UrlRule, 'is'> & {is: 'urls'; text?: true})
  /** `alone`: an official SDK sends a single value without its array. `filled`: what has to be in it, in words. */
  | {is: 'list'; of: Rule; usual?: number; alone?: true; filled?: string}
  | {is: 'object'; fields: NccoFields}
  /** An object of the developer's own making; `bytes` limits its JSON text. */
  | {is: 'map'; bytes?: number}
  | {is: 'anything'}
  | {is: 'endpoints'};

export type TextRule = {
  is: 'text';
  /** Characters; tags of SSML do not count. */
  max?: number;
  /** A limit that one document has and the platform does not hold to. */
  usual?: {max: number; by: string; advice: string};
  /** A caller hears it: never empty, with nothing of a template in it, and possibly SSML. */
  spoken?: true;
  /** The name or id of something that exists at Vonage: never empty, never a placeholder. */
  id?: true;
  pattern?: {like: RegExp; says: string; severity: 'error' | 'warning'};
};

export type NumberRule = {
  is: 'number';
  range: readonly [number, number];
  usual?: readonly [number, number];
  whole?: true;
  /** Whose limit it is, where it is not the NCCO reference's. */
  by?: string;
  /** Such as `s`. */
  unit?: string;
  /** Vonage takes the nearest allowed value instead of refusing. */
  clamped?: true;
};

export type UrlRule = {is: 'url'; schemes?: readonly string[]; audio?: true};

export type NccoField = Rule & {
  /** Another spelling that an official SDK sends. */
  also?: string;
  /** `usually`: documented as required, yet official examples leave it out. */
  required?: true | 'usually';
  /** What to write instead. */
  deprecated?: string;
};

export type NccoFields = ReadonlyMap<string, NccoField>;

/** What fields may not or must be together. */
export type Cross = {
  when: (object: Record<string, unknown>) => boolean;
  at: string;
  severity: 'error' | 'warning';
  code: string;
  text: string | ((object: Record<string, unknown>) => string);
};

/** An action or an endpoint. */
export type Shape = {fields: NccoFields; cross?: readonly Cross[]; deprecated?: string};

/** Names from outside are looked up in it, so it is a map and not an object. */
export function fields(table: Record<string, NccoField>): NccoFields {
  return new Map(Object.entries(table));
}

/** Whether a field is there and switched on. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
