import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {armable} from '../../source/intake/armed.js';
import {emptyReply} from '../../source/intake/own-replies.js';
import type {Received} from '../../source/intake/raw.js';

const usual = {reply: emptyReply(204), by: 'application'} as const;
const ncco = {text: '[{"action":"talk","text":"Armed"}]', what: 'a.json'};

const asked = (uuid: string): Received => ({
  method: 'GET',
  path: `/webhooks/answer?uuid=${uuid}&conversation_uuid=CON-bc643220-2542-499a-892e-c982c4150c06&from=1&to=2`,
  rawHeaders: [],
  headers: {},
  body: Buffer.alloc(0),
});

/** What answers each webhook: `armed`, or as always. */
function answering(isForwarded = false) {
  const drafts: Draft[] = [];
  const armed = armable({answer: () => usual}, isForwarded, draft => drafts.push(draft));
  return {
    arm: armed.arm,
    drafts,
    async to(uuid: string, route: 'answer' | 'event' | 'fallback' | 'rtc' = 'answer') {
      const {reply} = await armed.answer(route, asked(uuid));
      return reply.body.toString() === ncco.text ? 'armed' : reply.status;
    },
  };
}

describe('an NCCO that is armed', () => {
  it('answers the next call, and none after it', async () => {
    const {arm, to} = answering();
    arm(ncco);
    expect([await to('a'), await to('b')]).toEqual(['armed', 204]);
  });

  it('answers the webhook of that call again where Vonage sends it again', async () => {
    const {arm, to} = answering();
    arm(ncco);
    expect([await to('a'), await to('b'), await to('a')]).toEqual(['armed', 204, 'armed']);
  });

  it('answers a call that was answered with it before only where it is armed again for another', async () => {
    const {arm, to} = answering();
    arm(ncco);
    await to('a');
    arm(ncco);
    expect([await to('b'), await to('c')]).toEqual(['armed', 204]);
  });

  it.each(['event', 'fallback', 'rtc'] as const)('does not answer %s webhooks', async route => {
    const {arm, to} = answering();
    arm(ncco);
    expect([await to('a', route), await to('a')]).toEqual([204, 'armed']);
  });

  it('answers nothing once it was taken back', async () => {
    const {arm, to} = answering();
    arm(ncco);
    arm(undefined);
    expect(await to('a')).toBe(204);
  });

  it.each([false, true])('says which call got it, and whose place it took: %s', async isForwarded => {
    const {arm, to, drafts} = answering(isForwarded);
    arm(ncco);
    await to('a');
    await to('a');
    expect(drafts).toEqual([
      {
        source: 'control',
        action: 'arm',
        armed: {
          state: 'used',
          what: 'a.json',
          leg: 'a',
          conversation: 'CON-bc643220-2542-499a-892e-c982c4150c06',
          ...(isForwarded && {instead: true}),
        },
      },
    ]);
  });
});
