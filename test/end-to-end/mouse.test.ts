import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {watchSeedCall} from './watched-call.js';

const recorded = (async () => join(await emptyFolder(), 'call.ndjson'))();
beforeAll(async () => {
  await watchSeedCall(await recorded);
});

async function withMouse(columns: number, rows: number) {
  const screen = await onScreen(['open', await recorded, '--mouse'], {columns, rows});
  await screen.shows(/ 3 Events[\s\S]*L2 {2}✓ completed/);
  /** What a terminal sends when the main button goes down and up at the first place of a text. */
  const click = (text: string, more = 0) => {
    const lines = screen.seen();
    const row = lines.findIndex(line => line.includes(text));
    const column = (lines[row]?.indexOf(text) ?? -1) + more;
    if (row < 0) throw new Error(`${text} is not on the screen:\n${screen.text()}`);
    return `\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`;
  };
  return {...screen, click};
}

describe('With --mouse', () => {
  it('a double click opens, hints and tabs can be clicked, and a click outside closes', async () => {
    const screen = await withMouse(80, 26);
    await screen.press(screen.click('L1  ● answered'), /▸ .*L1 {2}● answered/);
    await screen.press(screen.click('L2  ◔ ringing').repeat(2), /┌▸ 7 Detail · L2 ringing/);
    await screen.press(screen.click('raw  http'), /▸raw/);
    await screen.press('\x1b', / 3 Events/);
    // The first cell of the time line is the moment of the first event.
    await screen.press(screen.click('s ┼', 2), /PAST[\s\S]* 1\/14\s*$/m);
    await screen.press('G', / 14\/14 ,/);
    await screen.press(screen.click('? help'), /┌▸ Help/);
    await screen.press(screen.click('convo-monitor'), /^(?![\s\S]*┌[─▸] Help)/);
    await screen.press(screen.click(': command'), /┌▸ Commands/);
    await screen.press(screen.click('pause ', 1).repeat(2), /PAUSED/);
    await screen.press(screen.click('goes on'), /^(?![\s\S]*PAUSED)/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    // The modes of the mouse are on from the start to the end.
    expect(screen.sent()).toMatch(/\x1b\[\?1000h\x1b\[\?1006h[\s\S]*\x1b\[\?1006l\x1b\[\?1000l/);
  });

  it('clicks are understood on a screen wider than the old form of reports reaches', async () => {
    const screen = await withMouse(260, 50);
    expect(screen.click('compare')).toMatch(/<0;2[3-9]\d;/);
    await screen.press(screen.click('compare'), /▸compare/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});
