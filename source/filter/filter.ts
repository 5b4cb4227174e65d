/**
 * What a filter says, as plain data: it can be compared, kept and sent to another thread. `not` never holds a `not`, and
 * `and` and `or` never hold one of their own kind, so that equal filters are written the same way.
 */
export type Filter = Leaf | {kind: 'not'; of: Filter} | {kind: 'and' | 'or'; of: readonly Filter[]};

/** The two lists that can be filtered. */
export type Filtered = 'events' | 'calls';

/** One question to a subject. */
export type Leaf = TextLeaf | FieldLeaf;

/** Something that is written in a row. */
export type TextLeaf = {kind: 'text'; value: FilterValue};

/** `values` are alternatives: `leg:L1,L2` is either leg. */
export type FieldLeaf = {kind: 'field'; field: string; op: Op; values: readonly FilterValue[]};

export type FilterValue = {text: string} | {regex: string; flags: '' | 'i'};

/** `:` is generous (`type:dtmf` finds `audio:dtmf`), `=` means exactly that. */
export type Op = ':' | '=' | '>' | '>=' | '<' | '<=';

/** Something in the text that cannot be read; `from` and `to` are offsets into it, for underlining. */
export type FilterError = {from: number; to: number; text: string};

export function not(filter: Filter): Filter {
  return filter.kind === 'not' ? filter.of : {kind: 'not', of: filter};
}

/** Joins filters; undefined when there are none. */
export function join(kind: 'and' | 'or', filters: readonly Filter[]): Filter | undefined {
  const of = filters.flatMap(each => (each.kind === kind ? each.of : [each]));
  return of.length > 1 ? {kind, of} : of[0];
}

/** Whether a filter holds, given what its leaves say. */
export function holds(filter: Filter, leaf: (leaf: Leaf) => boolean): boolean {
  switch (filter.kind) {
    case 'not':
      return !holds(filter.of, leaf);
    case 'and':
      return filter.of.every(each => holds(each, leaf));
    case 'or':
      return filter.of.some(each => holds(each, leaf));
    default:
      return leaf(filter);
  }
}
