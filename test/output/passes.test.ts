import {describe, expect, it} from 'vitest';
import {parseFilter} from '../../source/filter/parse.js';
import {newsFilter} from '../../source/output/passes.js';
import {linesFrom} from '../helpers/lines.js';
import {ALICE, answerDraft, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';

/** The lines of the concept page's call that a filter lets through. */
function lines(text: string): string[] {
  const {filter} = parseFilter(text);
  const writer = linesFrom({format: 'text', ...(filter && {passes: newsFilter(filter)})});
  const {out} = writer.take(observe([answerDraft, ...tableWebhooks().map(eventDraft)]));
  return [...out, ...writer.finish().out].map(line => line.replace(/^\S+ \S+ /, ''));
}

describe('a filter of lines', () => {
  it('lets events through as the screen does', () => {
    expect(lines('leg:L2 status:ringing').map(line => line.slice(0, 10))).toEqual(['L2 ringing', 'END ok=tru']);
    expect(lines('status:answered')).toHaveLength(2 + 1);
  });

  it('lets the end of a call through when the call passes', () => {
    expect(lines('is:ended status:busy')).toEqual([]);
    expect(lines('status:ringing').at(-1)).toMatch(/^END ok=true/);
  });

  it('keeps everything where nothing can be read of it', () => {
    expect(lines('leg:')).toEqual(lines(''));
  });

  it('asks of a problem what its event says', () => {
    const broken = {uuid: ALICE.leg, status: 'no-such-status', timestamp: '2018-10-25T09:26:20Z'};
    const problems = (text: string) => {
      const {filter} = parseFilter(text);
      const writer = linesFrom({format: 'text', ...(filter && {passes: newsFilter(filter)})});
      const {out} = writer.take(observe([answerDraft, eventDraft(broken)]));
      return out.filter(line => line.includes('PROBLEM')).length;
    };
    expect(problems('leg:L2')).toBe(0);
    expect(problems('leg:L1')).toBe(problems(''));
  });
});
