import {execFileSync} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sanitizeWith} from '../../source/build/ink/known-lines.js';
import {measureText} from '../../source/build/ink/measure-text.js';
import {type InkOutput, outputOver} from '../../source/build/ink/output.js';
import {remember} from '../../source/build/ink/remember.js';
import {wrapTextWith} from '../../source/build/ink/wrap-text.js';
import {parseRow} from '../../source/terminal/row.js';
import {EVEN} from '../../source/text/printable.js';
import {drawScreens, heapWhileDrawing} from './ink-frames.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Ink's own modules, which its package does not export. */
const ofInk = async (name: string) => (await import(`${root}node_modules/ink/build/${name}.js`)).default;
const InkOutputClass: new (size: {width: number; height: number}) => InkOutput = await ofInk('output');
const inkMeasure: typeof measureText = await ofInk('measure-text');
const inkWrap: (text: string, width: number, mode: string) => string = await ofInk('wrap-text');
const inkSanitize: (text: string) => string = await ofInk('sanitize-ansi');
const ourWrap = wrapTextWith(
  (await import(`${root}node_modules/wrap-ansi/index.js`)).default,
  (await import(`${root}node_modules/cli-truncate/index.js`)).default,
);
const OurOutput = outputOver(InkOutputClass);

/** What a terminal shows: characters and styles cell by cell, whatever sequences led there. */
function cells(output: string): string[][] {
  return output.split('\n').map(line => {
    const {texts, styles} = parseRow(line, 1000);
    const shown = texts.map((text, index) => `${(styles[index] ?? '').split(';').sort().join(';')} ${text}`);
    while (shown.at(-1) === '  ') shown.pop();
    return shown;
  });
}

type Call = {x: number; y: number; text: string} | {clip: [number, number, number, number]} | 'unclip';
const size = {width: 30, height: 6};

function drawnBy(Output: new (of: typeof size) => InkOutput, calls: readonly Call[], of = size) {
  const output = new Output(of);
  for (const call of calls) {
    if (call === 'unclip') output.unclip();
    else if ('clip' in call) {
      const [x1, x2, y1, y2] = call.clip;
      output.clip({x1, x2, y1, y2});
    } else
      output.write(call.x, call.y, call.text, {transformers: [(line, index) => (index === 1 ? `>${line}` : line)]});
  }
  const {output: text, height} = output.get();
  return {rows: cells(text), height};
}

const words = fc
  .array(
    fc.constantFrom(
      'a',
      'Bob',
      ' ',
      '  ',
      '│',
      '─',
      '→',
      '日本',
      '😀',
      'e\u0301',
      '\u0301',
      'ก\u0e33',
      '👨‍👩‍👧',
      '🇩🇪',
      'é',
      '\t',
      '가',
      '\u1100\u1161',
    ),
    {maxLength: 6},
  )
  .map(parts => parts.join(''));
const codes = fc.constantFrom(
  '1',
  '2',
  '4',
  '7',
  '31',
  '32',
  '90',
  '97',
  '44',
  '22',
  '24',
  '27',
  '39',
  '49',
  '1;31',
  '1;4;36',
  '0',
  '',
  '38;5;200',
  '21',
  '01',
);
/** Styles closed as our theme closes them, one in another, and now and then anything. */
const painted: fc.Arbitrary<string> = fc.letrec<{line: string}>(tie => ({
  line: fc.oneof(
    {maxDepth: 3},
    words,
    words,
    fc.tuple(tie('line'), tie('line')).map(([a, b]) => a + b),
    fc
      .tuple(
        fc.constantFrom(['1', '22'], ['2', '22'], ['7', '27'], ['1;31', '22;39'], ['4;96', '24;39'], ['44', '49']),
        tie('line'),
      )
      .map(([[open, close], line]) => `\x1b[${open}m${line}\x1b[${close}m`),
    {weight: 1, arbitrary: codes.map(code => `\x1b[${code}m`)},
  ),
})).line;
/** Both end with 22, and Ink forgets that a bold letter behind a bold and faint one is still bold: a terminal does not, nor do we. */
const isBoldAndFaint = (text: string) => text.includes('\x1b[2m') && /\x1b\[0?1[;m]/.test(text);
const text = fc
  .array(painted, {minLength: 1, maxLength: 4})
  .map(lines => lines.join('\n'))
  .filter(text => !isBoldAndFaint(text));
const write = fc.record({x: fc.integer({min: 0, max: 24}), y: fc.integer({min: 0, max: 5}), text});

const plugin = new URL('../../source/build/bundle.mjs', import.meta.url).href;
type Bundle = (entries: Record<string, string>, outdir: string) => Promise<unknown>;
const folder = mkdtempSync(join(tmpdir(), 'convo-monitor-ink-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** What a function of ink-frames.tsx gives when it was bundled as the program is. */
function bundled<Result>(call: string): Result {
  const run = [`import * as frames from './frames.js'`, `console.log(JSON.stringify(await frames.${call}))`].join(';');
  const output = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', run], {
    cwd: join(folder, 'dist'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}

describe('Output', () => {
  it('shows what Ink shows, wherever the pieces lie', () => {
    fc.assert(
      fc.property(fc.array(write, {maxLength: 5}), calls => {
        expect(drawnBy(OurOutput, calls)).toEqual(drawnBy(InkOutputClass, calls));
      }),
      {numRuns: 1000},
    );
  });

  it('shows what Ink shows, between clips and outside of the screen', () => {
    const anywhere = fc.record({x: fc.integer({min: -8, max: 40}), y: fc.integer({min: -3, max: 8}), text});
    const edge = fc.integer({min: 0, max: 20});
    const clip = fc
      .tuple(edge, edge, edge, edge)
      .map(([x, width, y, height]): Call => ({clip: [x, x + width, y, y + height]}));
    fc.assert(
      fc.property(fc.array(fc.oneof(anywhere, clip, fc.constant<Call>('unclip')), {maxLength: 6}), calls => {
        expect(drawnBy(OurOutput, calls)).toEqual(drawnBy(InkOutputClass, calls));
      }),
      {numRuns: 500},
    );
  });

  it('does not ask Ink for rows whose pieces lie side by side, and asks it for those under an overlay', () => {
    const asked: string[] = [];
    class Asked extends (InkOutputClass as new (of: typeof size) => InkOutput) {
      override write(...args: Parameters<InkOutput['write']>) {
        asked.push(args[2]);
        super.write(...args);
      }
    }
    const red = (line: string) => `\x1b[31m${line}\x1b[39m`;
    const calls: Call[] = [
      {x: 0, y: 0, text: `${red('left')}      \nleft 日本\nleft`},
      {x: 10, y: 0, text: `${red('right')}\nright\nright`},
      {x: 2, y: 2, text: red('over')},
    ];
    expect(drawnBy(outputOver(Asked), calls)).toEqual(drawnBy(InkOutputClass, calls));
    expect(asked).toEqual(['left', 'right', red('over')]);
  });

  it.each(['80x24', '160x48'])('shows every screen of %s as Ink does, alone and under an overlay', size => {
    const pictures = join(root, 'test/screens/shown', size);
    for (const file of readdirSync(pictures)) {
      const picture = readFileSync(join(pictures, file), 'utf8');
      const of = {width: 160, height: 48};
      const over: Call = {x: 7, y: 3, text: '┌────┐\n│ 日本 │\n└────┘'};
      for (const calls of [[{x: 0, y: 0, text: picture}], [{x: 0, y: 0, text: picture}, over]]) {
        expect(drawnBy(OurOutput, calls, of), file).toEqual(drawnBy(InkOutputClass, calls, of));
      }
    }
  });
});

describe('measuring, wrapping and cleaning', () => {
  it.each([
    ['styled lines', text],
    ['any text', fc.string({unit: 'binary'})],
  ])('give what Ink’s give for %s', (_, texts) => {
    const ourSanitize = sanitizeWith(inkSanitize);
    const mode = fc.constantFrom('wrap', 'truncate', 'truncate-end', 'truncate-middle', 'truncate-start', 'end');
    fc.assert(
      fc.property(texts, fc.integer({min: 1, max: 20}), mode, (any, width, how) => {
        expect(measureText(any)).toEqual(inkMeasure(any));
        expect(ourWrap(any, width, how)).toBe(inkWrap(any, width, how));
        expect(ourSanitize(any)).toBe(inkSanitize(any));
      }),
      {numRuns: 500},
    );
  });

  it('takes for even only characters that are one cell and stand alone', () => {
    const even: string[] = [];
    for (let code = 0; code < 0x3000; code++)
      if (EVEN.test(String.fromCharCode(code))) even.push(String.fromCharCode(code));
    expect(even.length).toBeGreaterThan(1000);
    expect(even.filter(character => stringWidth(character) !== 1)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...even)), characters => {
        const line = characters.join('');
        expect([...new Intl.Segmenter().segment(line)]).toHaveLength(characters.length);
        expect(stringWidth(line)).toBe(characters.length);
      }),
    );
  });
});

describe('remember', () => {
  it('keeps what is asked for again and again, and forgets the rest', () => {
    const made: string[] = [];
    const look = remember(key => made.push(key), 10);
    for (let n = 0; n < 100; n++) {
      look('always');
      look(`once ${n}`);
    }
    expect(made.filter(key => key === 'always')).toHaveLength(1);
    look('once 99');
    look('once 0');
    expect(made.filter(key => key === 'once 99')).toHaveLength(1);
    expect(made.filter(key => key === 'once 0')).toHaveLength(2);
  });
});

describe('the bundle', () => {
  beforeAll(async () => {
    const {bundle} = (await import(plugin)) as {bundle: Bundle};
    await bundle({frames: 'test/build/ink-frames.tsx'}, join(folder, 'dist'));
    // test/helpers/seed.ts looks for them beside its own folder.
    cpSync(join(root, 'test/samples'), join(folder, 'samples'), {recursive: true});
  });

  it('shows every screen as Ink does', async () => {
    const ours = bundled<Record<string, string>>('drawScreens()');
    const inks = await drawScreens();
    expect(Object.keys(ours)).toEqual(Object.keys(inks));
    expect(new Set(Object.values(inks)).size).toBeGreaterThan(20);
    for (const [name, frame] of Object.entries(inks)) expect(cells(ours[name] ?? ''), name).toEqual(cells(frame));
  });

  it('holds no more memory after 5,000 frames than after 1,000', () => {
    const {early, late} = bundled<{early: number; late: number}>(`${heapWhileDrawing.name}(1000, 4000)`);
    // Ink itself holds the panes of 4,000 frames more: 2.6 times as much.
    expect(late / early).toBeLessThan(1.3);
  });

  it.each([
    ['another version', {version: '6.9.0'}, {}, 'is version 6.9.0'],
    ['another file', {}, {'output.js': 'export default class {}'}, 'has another output.js'],
    ['other imports', {}, {'index.js': `import './output.js';`}, 'Ink no longer imports ./measure-text.js'],
  ])('is not built over %s of Ink', async (_, manifest, files, complaint) => {
    const at = mkdtempSync(join(folder, 'ink-'));
    const ink = join(at, 'node_modules/ink');
    cpSync(join(root, 'node_modules/ink'), ink, {recursive: true});
    const original = JSON.parse(readFileSync(join(ink, 'package.json'), 'utf8'));
    writeFileSync(join(ink, 'package.json'), JSON.stringify({...original, ...manifest}));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(ink, 'build', name), content);
    writeFileSync(join(at, 'entry.js'), `import 'ink';`);
    const {inkText} = await import(new URL('../../source/build/ink.mjs', import.meta.url).href);
    const built = build({
      entryPoints: [join(at, 'entry.js')],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
      external: ['react-devtools-core'],
      nodePaths: [join(root, 'node_modules')],
      plugins: [inkText],
    });
    await expect(built).rejects.toThrow(complaint);
  });
});
