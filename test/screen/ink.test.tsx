import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {render} from 'ink';
import {render as renderForTest} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {Frame, inkOptions} from '../../source/screen/app.js';
import {frameDrawer} from '../../source/screen/frame.js';
import type {Look} from '../../source/screen/look.js';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {INK_INPUT} from '../../source/terminal/keyboard.js';
import {callee, caller, crowd, news, observed} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

const color: Look = {depth: 'many', ascii: false};

/** Ink on a screen that nobody sees; gives each frame as Ink hands it over. */
function ink(columns: number, rows: number) {
  const nowhere = {columns, rows, write: () => true, on() {}, off() {}};
  const screen = new FullScreen(nowhere);
  let last = '';
  screen.write = frame => {
    if (frame !== '') last = frame;
    return true;
  };
  const app = render(<Frame lines={[]} />, {stdin: INK_INPUT, stdout: screen as never, ...inkOptions});
  return {
    show(lines: readonly string[]) {
      app.rerender(<Frame lines={lines} />);
      return last;
    },
    end: () => app.unmount(),
  };
}

describe('Ink', () => {
  it.each([
    ['the panes', []],
    ['the palette over them', [':', 's']],
    ['the ladder', ['v']],
    ['the help', ['?']],
  ])('hands every line over as it was painted, at once: %s', (_, keys) => {
    const {show, end} = ink(120, 40);
    const lines = frameDrawer(color)(pressed(modelOf(crowd, {columns: 120, rows: 40}), ...keys));
    expect(show(lines)).toBe(lines.join('\n'));
    expect(lines.join()).toMatch(/\x1b\[/);
    end();
  });

  it('shows a frame in its usual mode too, as the library for tests renders it', () => {
    const {lastFrame, rerender, frames, unmount} = renderForTest(<Frame lines={['┌ one ┐', '│ two │']} />);
    expect(lastFrame()).toBe('┌ one ┐\n│ two │');
    rerender(<Frame lines={['┌ one ┐', '│ three │']} />);
    expect(lastFrame()).toBe('┌ one ┐\n│ three │');
    expect(frames).toHaveLength(2);
    unmount();
  });

  it('holds no more memory after 5,000 frames than after 1,000', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const {show, end} = ink(100, 30);
    const heapAfter = (from: number, count: number) => {
      for (let n = from; n < from + count; n++) {
        show(Array.from({length: 30}, (_, row) => `│ ${n}.${row} ${'·'.repeat(80)}`));
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const early = heapAfter(0, 1000);
    expect(heapAfter(1000, 4000) / early).toBeLessThan(1.1);
    end();
  });
});

describe('A party that is called like a bar', () => {
  const call = observed(news(caller('a', '█ block'), 'started', 0), news(callee('b', '● answered'), 'ringing', 2));

  it('is no colour: what a cell means decides it, not what it says', () => {
    const rows = frame(modelOf(call, {columns: 160, rows: 48}), color).join('\n');
    expect(rows).toMatch(/L1 in\x1b\[22m {2}app █ block /);
    expect(rows).toMatch(/L2 out\x1b\[22m app ● answe…/);
  });
});
