const NAME = 'convo-monitor.token';

/** Where a page keeps what is typed into it until its tab is closed. */
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The token of this tab: from its address, which is cleaned of it at once, or from before it was loaded again. A browser sends nobody what stands behind `#`. */
export function takeToken(location: Location, history: History, storage: () => Kept): string | undefined {
  const {hash, pathname} = location;
  if (hash.length > 1) {
    history.replaceState(null, '', pathname);
    keepToken(storage, decoded(hash.slice(1)));
    return decoded(hash.slice(1));
  }
  return guarded(() => storage().getItem(NAME)) ?? undefined;
}

export function keepToken(storage: () => Kept, token: string): void {
  guarded(() => storage().setItem(NAME, token));
}

export function dropToken(storage: () => Kept): void {
  guarded(() => storage().removeItem(NAME));
}

/** Storage that is forbidden throws: then the token is asked for again. */
function guarded<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
