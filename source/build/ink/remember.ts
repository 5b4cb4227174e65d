/**
 * Remembers what `make` gave for a text, for the texts that were asked for lately: between `kept` and twice as many. When a
 * generation is full it becomes the old one and the old one is dropped, so what every frame asks for stays.
 */
export function remember<Value>(make: (text: string) => Value, kept: number): (text: string) => Value {
  let young = new Map<string, Value>();
  let old = young;
  return text => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const value = old.get(text) ?? make(text);
    if (young.size >= kept) {
      old = young;
      young = new Map();
    }
    // A line that was cut out of a pane would keep the whole pane in memory; put together anew it is a text of its own.
    young.set(` ${text}`.slice(1), value);
    return value;
  };
}
