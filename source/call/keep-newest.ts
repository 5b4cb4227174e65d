/**
 * Puts a value at the end of a map, wherever it stood before; of more than `most` the one goes that has stood there longest. Returns whether one had to go.
 */
export function keepNewest<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): boolean {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return false;
  for (const oldest of map.keys()) return map.delete(oldest);
  return false;
}

/** What was worked out lately, by what it is about: a bounded memo, from which the fold strikes out what it changes. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(about: string): Value | undefined {
    return this.values.get(about);
  }

  set(about: string, value: Value): Value {
    keepNewest(this.values, about, value, this.most);
    return value;
  }

  delete(about: string): void {
    this.values.delete(about);
  }
}
