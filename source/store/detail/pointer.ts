/** The JSON pointer of the value of `key` in the object or list at `path`. */
export function pointerInto(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
