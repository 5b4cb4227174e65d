// Makes what the program is made of quicker to load. Node resolves each import of each file anew, and esbuild writes thousands: of a file for every file that it
// needs in any way, most of them without a name.
import {basename} from 'node:path';

const asksForRequire = /\brequire\b/;

/**
 * Leaves out of esbuild's files what they import for nothing: without a name, and loaded by something else that they import; and puts `banner`, which makes `require`, where
 * somebody asks for it. Returns path and text of each.
 */
export function lean({outputFiles, metafile}, banner) {
  const imports = new Map(
    Object.entries(metafile.outputs).map(([path, {imports}]) => [
      basename(path),
      imports.filter(({kind, external}) => kind === 'import-statement' && !external).map(({path}) => basename(path)),
    ]),
  );
  const reached = new Map();
  /** All that a file loads before it. Files never import each other in a circle. */
  function loadedBy(file) {
    if (!reached.has(file))
      reached.set(file, new Set((imports.get(file) ?? []).flatMap(each => [each, ...loadedBy(each)])));
    return reached.get(file);
  }

  function leanText(file, text) {
    const nameless = each => `import"./${each}";`;
    const isNameless = each => text.includes(nameless(each));
    const all = imports.get(file) ?? [];
    const loaded = new Set(all.filter(each => !isNameless(each)).flatMap(each => [each, ...loadedBy(each)]));
    let shorter = text;
    for (const each of all.filter(isNameless)) {
      if (loaded.has(each)) shorter = shorter.replace(nameless(each), '');
      for (const one of [each, ...loadedBy(each)]) loaded.add(one);
    }
    return asksForRequire.test(shorter) ? banner + shorter : shorter;
  }

  return outputFiles.map(({path, text}) => ({path, text: leanText(basename(path), text)}));
}
