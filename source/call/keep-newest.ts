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
