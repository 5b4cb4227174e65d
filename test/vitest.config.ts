import {readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {defineConfig} from 'vitest/config';

const path = (file: string) => new URL(file, import.meta.url).pathname;

/** Neither a process nor a server of their own: all the files of a worker share their modules, which takes half of the time. */
const fast = [
  'test/{call,config,filter,flow,link,output,page,poller,recording,screen,store,text,vonage,world}/**/*.test.{ts,tsx}',
  'test/media/measure/**/*.test.ts',
  'test/bus/*.test.ts',
  'test/*.test.ts',
];

/** As the bundle has them: style and script of a page that the program writes are texts. Named so that nobody takes the style for one of the tests'. */
const texts = {
  name: 'texts',
  enforce: 'pre' as const,
  resolveId: (file: string, importer = '') =>
    /\.(css|client\.js)$/.test(file) ? `\0text:${resolve(dirname(importer), file)}.js` : undefined,
  load: (id: string) =>
    id.startsWith('\0text:') ? `export default ${JSON.stringify(readFileSync(id.slice(6, -3), 'utf8'))};` : undefined,
};

export default defineConfig({
  plugins: [texts],
  // As the bundle has it: React's development build takes twice the time for a frame.
  oxc: {jsx: {development: false}},
  test: {
    root: path('..'),
    env: {NODE_ENV: 'production'},
    // A loaded two-core machine must not fail a test: nothing here asserts on speed, so limits are generous.
    testTimeout: process.env.FUZZ || process.env.ROUNDS ? 3_600_000 : 180_000,
    hookTimeout: 180_000,
    expect: {poll: {timeout: 120_000, interval: 5}},
    globalSetup: [path('helpers/built-folder.ts')],
    setupFiles: [path('helpers/environment.ts')],
    // Half of what the slow ones take is waiting for programs, so twice as many as cores share two cores well.
    maxWorkers: 4,
    projects: [
      {extends: true, test: {name: 'fast', include: fast, isolate: false}},
      {extends: true, test: {name: 'slow', include: ['test/**/*.test.{ts,tsx}'], exclude: fast}},
    ],
  },
});
