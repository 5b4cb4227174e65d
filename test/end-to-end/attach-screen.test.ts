import {expect, it} from 'vitest';
import {until} from '../helpers/until.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';

it('a screen that is attached says so, takes its own notes, and those of the monitor', async () => {
  const env = {XDG_STATE_HOME: await emptyFolder()};
  const serve = ['demo', 'busy', '--speed', 'max', '--serve', '0'];
  const served = await onScreen(serve, {env, columns: 160, rows: 48});
  await served.shows(/ended busy/);
  const [, port] = await until(() => {
    const found = /Served at ws:\/\/127\.0\.0\.1:(\d+)/.exec(served.output());
    if (!found) throw new Error(served.output());
    return found;
  });
  const here = `127.0.0.1:${port}`;
  const attached = await onScreen(['attach', `ws://${here}`], {env, columns: 160, rows: 48});
  await attached.shows(new RegExp(`^ convo-monitor ATTACHED │ ${here} · \\d+ observations · following`));
  await attached.shows(/ended busy/);
  expect(attached.text()).not.toMatch(/REPLAY|not recorded|REC /);

  await served.press('w', /^“ /m);
  await served.press('seen by all\r', /“seen by all”/);
  await attached.shows(/“seen by all”/);

  await attached.press('k', /ended busy/);
  await attached.press('w', /^“ /m);
  await attached.press('mine alone\r', /Noted on this screen, .* do not see it\./);
  await attached.shows(/“mine alone”/);

  // What comes afterwards comes here, too, and the note is still there.
  await served.press('D', /2 total/);
  await attached.shows(/2 total/);
  await attached.press('[', /“mine alone”/);
  expect(served.text()).not.toContain('mine alone');

  await attached.press('r', `This screen only looks at the monitor at ${here}: that can be done there.`);
  attached.pty.write('q');
  expect(await attached.ended()).toBe(0);
  served.pty.write('Q');
  expect(await served.ended()).toBe(0);
});
