// Ink 6.8 takes every text of every frame apart, character by character, which was more than half of what a frame cost; and it
// remembers every text that it ever measured or wrapped, for ever: each of our panes is one text, so a screen that is left open
// all day would fill the memory. Ink has no setting for either. So the bundle gets the modules of source/build/ink/ in the places
// of Ink's.
//
// Only the bundle: vitest runs the source with Ink as it is, because Node loads Ink from node_modules there. So the snapshots
// of panes show Ink's own drawing, test/build/ink-text.test.ts compares the two, and the end-to-end tests run the bundle.
//
// When Ink is upgraded: if its `measure-text.js` and `wrap-text.js` no longer keep every text and `output.js` no longer splits
// every line, delete this file, source/build/ink/, their test, and the plugin in source/build/bundle.mjs. Else bring the modules
// up to date with Ink's, then the table below.
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The Ink for which the modules were written, and the SHA-256 of each file of it that they stand for. */
const VERSION = '6.8.0';
const FILES = {
  'output.js': 'de9078c7fc647c40cf9e32d6658fcbbee91dae9e3f6334e5f4ebfc5905fc401d',
  'measure-text.js': '4562d24171af3063b91a0d965c652ebdf1e2bdf4fe7f75c6bc8664fefc77df6a',
  'wrap-text.js': 'd2b8b4d05ed0eadd6c52149092f062ba048cda9928ce88e5176107c6fe38c19e',
  'sanitize-ansi.js': '6324e0b5396fda7b0e9dddad4acad023adee913dfb77e541636efa0a04d5f043',
};

const ours = name => JSON.stringify(join(dirname(fileURLToPath(import.meta.url)), 'ink', name));

/** What a module of Ink gets instead of what it imports. */
const replacements = {
  './output.js': `
    import Output from './output.js';
    import {outputOver} from ${ours('output.ts')};
    export default outputOver(Output);`,
  './measure-text.js': `export {measureText as default} from ${ours('measure-text.ts')};`,
  'widest-line': `export {widestLine as default} from ${ours('measure-text.ts')};`,
  './wrap-text.js': `
    import wrapAnsi from 'wrap-ansi';
    import cliTruncate from 'cli-truncate';
    import {wrapTextWith} from ${ours('wrap-text.ts')};
    export default wrapTextWith(wrapAnsi, cliTruncate);`,
  './sanitize-ansi.js': `
    import sanitizeAnsi from './sanitize-ansi.js';
    import {sanitizeWith} from ${ours('known-lines.ts')};
    export default sanitizeWith(sanitizeAnsi);`,
};

/** Why Ink in this folder is not the one that the modules were made for; undefined when it is. */
async function strangeness(folder) {
  const {version} = JSON.parse(await readFile(join(folder, '../package.json'), 'utf8'));
  if (version !== VERSION) return `is version ${version}`;
  for (const [name, expected] of Object.entries(FILES)) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex') !== expected)
      return `has another ${name}`;
  }
  return undefined;
}

/** The esbuild plugin. The build fails where Ink is another than the modules were made for, or imports them in another way. */
export const inkText = {
  name: 'ink-text',
  setup({onStart, onResolve, onLoad, onEnd}) {
    const inInk = /[\\/]node_modules[\\/]ink[\\/]build[\\/][^\\/]+$/;
    const folders = new Set();
    const replaced = new Set();
    onStart(() => {
      folders.clear();
      replaced.clear();
    });
    onResolve({filter: /^(\.\/[a-z-]+\.js|widest-line)$/}, ({path, importer}) => {
      if (!inInk.test(importer)) return;
      folders.add(dirname(importer));
      if (!Object.hasOwn(replacements, path)) return;
      replaced.add(path);
      return {path, namespace: 'ink-text', pluginData: dirname(importer)};
    });
    onLoad({filter: /.*/, namespace: 'ink-text'}, ({path, pluginData}) => ({
      contents: replacements[path],
      resolveDir: resolve(pluginData),
    }));
    onEnd(async () => {
      const errors = [];
      const advice = 'See source/build/ink.mjs for what to do when Ink changes.';
      for (const folder of folders) {
        const why = await strangeness(folder);
        if (why) errors.push({text: `${folder} ${why}; source/build/ink/ was made for Ink ${VERSION}. ${advice}`});
        const missing = Object.keys(replacements).filter(path => !replaced.has(path));
        if (!why && missing.length > 0) errors.push({text: `Ink no longer imports ${missing.join(', ')}. ${advice}`});
      }
      return {errors};
    });
  },
};
