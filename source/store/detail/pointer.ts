/** The JSON pointer of what stands under `key` in the value at `path`. */
export function pointerInto(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
