import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {type Ladder, ladderOf, talkBetween} from '../../source/world/read/ladder.js';
import {type Conversation, emptyWorld, type World} from '../../source/world/world.js';
import {busy, crowd, moved, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {seedObservations} from '../helpers/seed.js';

/** The ladder of the first call (or of the last one) of what was observed. */
function ladder(observations: readonly Observation[], which: 0 | -1 = 0): Ladder {
  const {world, call} = folded(observations, which);
  return ladderOf(world, call, call.rows);
}

function folded(observations: readonly Observation[], which: 0 | -1 = 0): {world: World; call: Conversation} {
  const world = fold(emptyWorld(), observations);
  const call = [...world.conversations.values()].at(which);
  if (!call) throw new Error('no call');
  return {world, call};
}

const ways = {'to-vonage': '─▸ V', 'to-party': '◂─ V', end: '─× V'} as const;

/** A step in a line: who and Vonage, what, and what the application was told and answered. */
function lines({lanes, steps}: Ladder): string[] {
  return steps.map(({signal, text, request, reply, talk}) => {
    const lane = signal && lanes[signal.lane];
    const party = lane?.kind === 'party' ? `${lane.label} ${ways[signal?.way ?? 'end']}` : '';
    const told = request && `${request.method} ${request.name}`;
    const got = reply && `${reply.status}${reply.ncco ? ` NCCO[${reply.ncco.count}]` : ''}`;
    return [talk && `═ ${Math.round(talk.to - talk.from)} ms ═`, party, text, told && `│ ${told}`, got && `▸ ${got}`]
      .filter(Boolean)
      .join(' ');
  });
}

const names = ({lanes}: Ladder) =>
  lanes.map(lane => (lane.kind === 'party' ? `${lane.label} ${lane.name}` : lane.kind));

describe('The ladder of a call', () => {
  it('has the caller, Vonage, the application and the callee of the concept page’s call as lanes', () => {
    expect(names(ladder(seedObservations()))).toEqual(['L1 447700000001', 'vonage', 'application', 'L2 447700000003']);
  });

  it('tells the concept page’s call', () => {
    expect(lines(ladder(seedObservations()))).toEqual([
      'L1 ─▸ V started │ POST started',
      'L1 ◂─ V ringing │ POST ringing',
      'answer │ GET answer',
      'L1 ─▸ V joined',
      'L2 ◂─ V started │ POST started',
      'L2 ─▸ V ringing │ POST ringing',
      'L2 ─▸ V joined',
      'L2 ─▸ V media',
      'L2 ─▸ V answered │ POST answered',
      'L1 ─▸ V joined',
      'L1 ─▸ V media',
      'L1 ◂─ V answered │ POST answered',
      '═ 299839 ms ═ L1 ─× V completed │ POST completed',
      'L2 ─× V completed │ POST completed',
    ]);
  });

  it('lets the end that hung up send completed, and Vonage tell the other', () => {
    expect(lines(ladder(talked)).slice(2)).toEqual([
      'answer │ GET answer ▸ 200 NCCO[3]',
      'L1 ◂─ V answered │ POST answered ▸ 200',
      '═ 1500 ms ═ record',
      'L2 ◂─ V started │ POST started ▸ 200',
      'L2 ─▸ V ringing │ POST ringing ▸ 200',
      '═ 5400 ms ═ L2 ─▸ V answered │ POST answered ▸ 200',
      '═ 12000 ms ═ L2 ─▸ V dtmf 5',
      '═ 48000 ms ═ record │ POST record ▸ 200',
      'L2 ─▸ V completed │ POST completed ▸ 200',
      'L1 ◂─ V completed │ POST completed ▸ 200',
    ]);
  });

  it('lets a busy callee say so, and marks it as a problem', () => {
    const {lanes, steps} = ladder(busy);
    expect(lines({lanes, steps})).toEqual([
      'L1 ─▸ V started │ POST started ▸ 200',
      'L1 ◂─ V ringing │ POST ringing ▸ 200',
      'answer │ GET answer ▸ 200 NCCO[1]',
      'L2 ◂─ V started │ POST started ▸ 200',
      'L2 ─▸ V busy │ POST busy ▸ 200',
      'L2 ─× V completed │ POST completed ▸ 200',
      'L1 ◂─ V completed │ POST completed ▸ 200',
    ]);
    expect(steps.filter(step => step.problem).map(step => step.text)).toEqual(['busy']);
  });

  it('tells of a transfer where the leg went to', () => {
    expect(lines(ladder(moved, -1))).toEqual(['transfer │ POST transfer ▸ 200']);
    expect(names(ladder(moved, -1))).toEqual(['L1 447700900001', 'vonage', 'application']);
  });

  it('has a lane for each of eight parties', () => {
    const {lanes} = ladder(crowd);
    expect(names({lanes, steps: []})).toHaveLength(10);
    expect(names({lanes, steps: []}).slice(0, 4)).toEqual([
      'L1 447700900001',
      'vonage',
      'application',
      'L2 447700900002',
    ]);
  });

  it('makes only the rows that are asked for, and knows what was before them', () => {
    const {world, call} = folded(talked);
    const all = ladderOf(world, call, call.rows).steps;
    expect(ladderOf(world, call, call.rows, 7, 9).steps).toEqual(all.slice(7, 9));
  });

  it('shows only those who talked all the time', () => {
    const {world, call} = folded(crowd);
    const {lanes} = ladderOf(world, call, []);
    const talking = (from: number, to: number) => {
      const start = world.log.at[call.rows[0] ?? 0] ?? 0;
      return talkBetween(lanes, start + from * 1000, start + to * 1000)?.lanes.length;
    };
    expect(talking(0, 10)).toBeUndefined();
    expect(talking(5, 7)).toBe(2);
    expect(talking(5, 39)).toBe(2);
    expect(talking(33, 39)).toBe(8);
    expect(talking(33, 41)).toBe(7);
    expect(talking(33, 33.5)).toBeUndefined();
  });
});
