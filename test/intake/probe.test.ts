import {describe, expect, it} from 'vitest';
import {probePath} from '../../source/intake/probe.js';
import {readProbeAnswer} from '../../source/tunnel/probe.js';
import {exchange, listening} from './exchange.js';

const nonce = '0123456789abcdef0123456789abcdef';

describe('a probe of the listener', () => {
  it('is answered with its nonce, who answered, and when it arrived; nothing of it is recorded', async () => {
    const {url, observations} = await listening();
    const before = Date.now();
    const {status, body} = await exchange(`${url}${probePath(nonce)}`);
    expect(status).toBe(200);
    const answer = readProbeAnswer(body.toString(), nonce);
    expect(answer?.at).toBeGreaterThanOrEqual(before);
    const again = readProbeAnswer((await exchange(`${url}${probePath(nonce)}`)).body.toString(), nonce);
    expect(again?.listener).toBe(answer?.listener);
    expect(observations).toEqual([]);
  });

  it('tells two listeners apart', async () => {
    const [one, other] = [await listening(), await listening()];
    const listenerAt = async (url: string) =>
      readProbeAnswer((await exchange(`${url}${probePath(nonce)}`)).body.toString(), nonce)?.listener;
    expect(await listenerAt(one.url)).not.toBe(await listenerAt(other.url));
  });

  it.each(['short', `${nonce}0`, `${nonce}?a=1`, '../../health'])('is not %s', async written => {
    const {url} = await listening();
    expect((await exchange(`${url}${probePath(written)}`)).status).toBe(404);
  });
});

describe('an answer to a probe', () => {
  it.each([
    ['of another nonce', `{"probe":"${'f'.repeat(32)}","listener":"${crypto.randomUUID()}","at":1}`],
    ['without who answered', `{"probe":"${nonce}","at":1}`],
    ['in HTML', '<html>'],
  ])('is none %s', (_, text) => {
    expect(readProbeAnswer(text, nonce)).toBeUndefined();
  });
});
