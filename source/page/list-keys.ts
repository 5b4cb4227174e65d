/** Where a key leads in a list of so many, from a place in it; undefined for a key that leads nowhere. */
export function placeByKey(key: string, place: number, count: number): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(count - 1, place + 1),
    ArrowUp: Math.max(0, place - 1),
    Home: 0,
    End: count - 1,
  };
  return count === 0 || !Object.hasOwn(places, key) ? undefined : places[key];
}
