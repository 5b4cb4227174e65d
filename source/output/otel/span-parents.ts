/** Where spans of a call hang: its trace, the span of the call, and those of its legs by their ids. */
export type SpanParents = {trace: string; parent: string; legs: ReadonlyMap<string, string>};

/** The span of a leg; that of the call where it is not known whose something is. */
export const under = ({parent, legs}: SpanParents, leg: string | undefined): string => legs.get(leg ?? '') ?? parent;
