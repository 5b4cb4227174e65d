import {expect, it, onTestFinished} from 'vitest';
import {until} from '../helpers/until.js';
import {emptyFolder, inPipe} from './program.js';

it('what one monitor sees is the same where somebody attaches, line for line', async () => {
  const state = await emptyFolder();
  const env = {XDG_STATE_HOME: state};
  const demo = await inPipe(['demo', 'websocket', '--serve', '0', '--calls', '1', '--port', '0'], {env});
  const url = await until(() => {
    const [, found] = /Served at (ws:\S+)\. [\s\S]*From elsewhere/.exec(demo.err()) ?? [];
    if (!found) throw new Error(demo.err());
    return found;
  });
  // The page is there for everybody, as it ships; the token stands where no browser sends it.
  const [, page = ''] = /In a browser: (http:\S+)#[\w-]{22}\n/.exec(demo.err()) ?? [];
  expect(page).toBe(`${url.replace('ws:', 'http:')}/`);
  for (const [name, text] of [
    ['', '<script type="module" src="/page.js"></script>'],
    ['page.js', 'convo-monitor.page'],
    ['page.css', 'prefers-color-scheme'],
  ] as const)
    expect(await (await fetch(`${page}${name}`)).text()).toContain(text);
  const attached = await inPipe(['attach', url, '--until', 'ended'], {env});
  onTestFinished(() => void attached.child.kill());
  expect(await attached.ended).toBe(0);
  await demo.ended;
  const calls = (text: string) => text.split('\n').filter(line => line.includes(' CON-'));
  // The one that listens stops at the end of the call; what it recorded behind that is there, too.
  expect(calls(attached.out())).toEqual(expect.arrayContaining(calls(demo.out())));
  expect(attached.out()).toContain(' END ok=true legs=2 ');
});
