import {describe, expect, it} from 'vitest';
import {isWebhook, type Observation} from '../../../source/call/observation.js';
import type {Config} from '../../../source/config/resolve.js';
import {masked} from '../../../source/run/masked.js';
import {withAgain} from '../../../source/run/replay/opened.js';
import type {Source} from '../../../source/run/source.js';
import {createFeed} from '../../../source/store/feed.js';
import {createMoments} from '../../../source/store/moments.js';
import {resentOfRow, webhooksOfCall} from '../../../source/store/replayed/recorded-webhooks.js';
import type {ReplaySpeed} from '../../../source/store/replayed/replayed.js';
import {factOf} from '../../../source/vonage/facts.js';
import {frozen} from '../../../source/world/frozen.js';
import {CON, talked} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {application, reply, type Seen} from './application.js';

const count = talked.filter(isWebhook).length;

const keepNote: Source['keepNote'] = async () => ({text: '', tone: 'good'});

/** A recording of a call that is opened with an application to send its webhooks to. */
async function opened(answer: (seen: Seen, response: Parameters<typeof reply>[0]) => void, {mask = false} = {}) {
  const {seen, url} = await application(answer);
  const recording: Source = {
    mode: 'replay',
    keepNote,
    listen: take => take(talked),
    payload: async seq => talked.find(each => each.seq === seq),
  };
  const again = withAgain(recording, {settings: {forward: {value: url}}} as Config);
  const source = mask ? masked(again.source) : again.source;
  const feed = createFeed(factOf);
  await source.listen(feed.take);
  const call = () => feed.world().conversations.get(CON) ?? expect.fail('There is no such call.');
  return {seen, url, source, feed, call, resend: again.resend ?? expect.fail('Nothing can be sent.')};
}

/** Answers as it was recorded, or with an NCCO in the place of its own. */
function recorded(ncco?: unknown) {
  const bodies = talked.flatMap(each => (each.source === 'reply' && each.raw.body !== '' ? [each.raw.body] : []));
  return ({url}: Seen, response: Parameters<typeof reply>[0]) =>
    url.includes('/answer') ? response.end(ncco === undefined ? bodies[0] : JSON.stringify(ncco)) : reply(response);
}

describe('a recording that is opened with an application', () => {
  it('sends one webhook again, and shows the answer beside the one of then, without a change to the call', async () => {
    const {seen, feed, source, call, resend} = await opened(recorded([{action: 'talk', text: 'Other'}]));
    const before = {
      legs: new Map(feed.world().legs),
      length: feed.world().log.length,
      call: call(),
      now: feed.world().now,
    };
    const row = call().rows.find(each => feed.world().log.typeOf(each) === 'answer') ?? -1;
    const [webhook] = webhooksOfCall(feed.world(), call()).filter(({seq}) => seq === feed.world().log.seq[row]);
    if (!webhook) return expect.fail('The answer webhook is not found.');
    const told = await resend.resend([webhook]);
    expect(told).toMatchObject({tone: 'bad', text: expect.stringContaining('other than then: see compare')});
    expect(seen.map(({method}) => method)).toEqual(['GET']);
    const [seq = 0] = resentOfRow(feed.world(), row);
    expect(await source.payload(seq)).toMatchObject({
      source: 'control',
      resent: {status: 200, outcome: 'different', raw: {body: '[{"action":"talk","text":"Other"}]'}},
    });
    const {legs, log, now} = feed.world();
    expect([legs, log.length, call(), now]).toEqual([before.legs, before.length, before.call, before.now]);
    expect(frozen(feed.world()).resent).toEqual(feed.world().resent);
  });

  it.each<ReplaySpeed>(['max', 100_000])('sends a whole call again at %s', async speed => {
    const {seen, feed, call, resend} = await opened(recorded());
    const run = resend.replay(webhooksOfCall(feed.world(), call()), speed, () => undefined);
    await until(() => expect(run.progress().ended).toEqual({how: 'done', left: 0}));
    expect(run.progress()).toMatchObject({of: count, tally: {alike: count, different: 0}});
    expect(seen.map(({method, url, body}) => [method, url, body])).toEqual(
      talked.filter(isWebhook).map(({raw}) => [raw.method, raw.path, raw.body]),
    );
    expect(feed.world().resent.size).toBe(count);
  });

  it('goes step by step: sends, passes over, and stops when that is said', async () => {
    const {seen, feed, call, resend} = await opened(recorded());
    const run = resend.replay(webhooksOfCall(feed.world(), call()), 'step', () => undefined);
    for (const [turn, done] of [
      ['send', 1],
      ['skip', 2],
      ['send', 3],
    ] as const) {
      await until(() => expect(run.progress().next).toBeDefined());
      run.turn(turn);
      await until(() => expect(run.progress().results.length).toBe(done));
    }
    run.stop();
    await until(() => expect(run.progress().ended).toEqual({how: 'stopped', left: count - 3}));
    expect(run.progress().tally).toMatchObject({alike: 2, unsent: 1});
    expect(seen.length).toBe(2);
  });

  it('is stopped in the middle of an answer that does not come', async () => {
    const {seen, feed, call, resend} = await opened(() => undefined);
    const run = resend.replay(webhooksOfCall(feed.world(), call()), 'max', () => undefined);
    await until(() => expect(seen.length).toBe(1));
    run.stop();
    await until(() => expect(run.progress().ended?.how).toBe('stopped'));
  });

  it('sends numbers as they are, though they are hidden in all that is shown', async () => {
    const answering = recorded([{action: 'talk', text: 'Call 447700900123'}]);
    const {seen, feed, source, call, resend} = await opened(answering, {mask: true});
    const run = resend.replay(webhooksOfCall(feed.world(), call()), 'max', () => undefined);
    await until(() => expect(run.progress().ended?.how).toBe('done'));
    expect(seen.map(({body, url}) => body + url).join('')).toContain('447700900001');
    const kept = await Promise.all([...feed.world().resent.values()].flat().map(seq => source.payload(seq)));
    expect(JSON.stringify(kept)).toContain('Call 44••••••0123');
    expect(JSON.stringify(kept)).not.toContain('447700900123');
  });

  it('lets every moment be seen again, those after it as well', async () => {
    const {feed, source, call, resend} = await opened(recorded());
    const [last] = talked.slice(-1);
    const tick = {seq: (last?.seq ?? 0) + 1, at: last?.at ?? 0, source: 'tick'} as const;
    const payload = async (seq: number) => (seq === tick.seq ? tick : source.payload(seq));
    const moments = createMoments({feed, factOf, payload});
    await source.listen(feed.take);
    await resend.resend(webhooksOfCall(feed.world(), call()).slice(0, 1));
    // It goes on, as a recording that is followed does.
    feed.take([tick]);
    expect((await moments.world(tick.seq, tick.at, () => true))?.log.length).toBe(feed.world().log.length);
    moments.close();
  });

  it('sends another body, with its length, and keeps which that was', async () => {
    const {seen, feed, source, call, resend} = await opened(recorded());
    const webhooks = webhooksOfCall(feed.world(), call()).slice(0, 1);
    const found = await resend.bodyOf(webhooks);
    if (!('body' in found)) return expect.fail(found.text);
    const body = found.body.replace('started', 'ünknown');
    expect((await resend.resend(webhooks, body)).text).toMatch(/^Sent again with another body: POST /);
    expect(seen).toMatchObject([{body, headers: {'content-length': String(Buffer.byteLength(body))}}]);
    const [[seq = 0] = []] = [...feed.world().resent.values()];
    expect(await source.payload(seq)).toMatchObject({resent: {edited: body}});
  });

  it('gives an error to read where the application is no URL', async () => {
    const recording: Source = {
      mode: 'replay',
      keepNote,
      listen: () => undefined,
      payload: async seq => talked[seq - 1],
    };
    const {resend} = withAgain(recording, {settings: {forward: {value: 'http://ann@host'}}} as Config);
    const [first] = talked.filter(isWebhook) as Observation[];
    const told = await resend?.resend([{seq: first?.seq ?? 0, at: 0}]);
    expect(told?.text).toContain('--forward needs an http or https URL');
  });

  it('has nothing to send to where that is not said', () => {
    const recording: Source = {mode: 'replay', keepNote, listen: () => undefined, payload: async () => undefined};
    expect(withAgain(recording, {settings: {}} as Config)).toEqual({source: recording});
  });
});
