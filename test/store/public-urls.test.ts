import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import {press} from '../../source/store/press.js';
import {publicUrlOf, urlsToEnter} from '../../source/store/public-urls.js';
import {tunnelsSay} from '../../source/tunnel/tunnel-health.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {modelOf, pressed} from '../screen/frame.js';

const routes = {answer: '/a', event: '/e', fallback: '/f', rtc: '/r'};
const tunnel = {url: 'https://ab12.ngrok.app', port: 3000};
const four = [
  'answer URL: https://ab12.ngrok.app/a',
  'event URL: https://ab12.ngrok.app/e',
  'fallback URL: https://ab12.ngrok.app/f',
  'RTC event URL: https://ab12.ngrok.app/r',
];

function started(said: ReturnType<typeof tunnelsSay>, more: object = {}): Draft[] {
  const setup = {version: '1.0.0', url: 'http://127.0.0.1:3000', routes, ...more};
  return [
    {source: 'control', action: 'start', setup},
    ...(said ? [{source: 'health', part: 'tunnel', ...said} as const] : []),
  ];
}
const up = tunnelsSay([tunnel], 3000);
const worldOf = (...drafts: Draft[]) => modelOf(observe(drafts)).world;

describe('the URLs to enter into the application', () => {
  it('are the public URL with each path, whole', () => {
    expect(urlsToEnter(worldOf(...started(up))).map(({name, url}) => `${name}: ${url}`)).toEqual(four);
  });

  it.each([
    ['there is no tunnel', started(undefined)],
    ['it leads elsewhere', started(tunnelsSay([{...tunnel, port: 80}], 3000))],
    ['it is gone', started(tunnelsSay([], 3000, tunnel))],
    ['the calls are simulated', started(up, {simulated: true})],
  ])('are not known while %s', (_, drafts) => {
    expect(publicUrlOf(worldOf(...drafts))).toBeUndefined();
    expect(urlsToEnter(worldOf(...drafts))).toEqual([]);
  });
});

describe('y', () => {
  const copied = (observations: readonly Observation[], ...keys: string[]) =>
    press(pressed(modelOf(observations), ...keys), 'y').effect;

  it('copies them before the first call', () => {
    const text = four.join('\n');
    expect(copied(observe(started(up)))).toEqual({type: 'copy', what: '4 URLs to enter', text});
  });

  it('copies them in the session, and elsewhere the id of what is selected', () => {
    const observations = observe([...started(up), ...tableWebhooks().map(eventDraft)]);
    expect(copied(observations, '5')).toMatchObject({what: '4 URLs to enter'});
    expect(copied(observations, '3')).toMatchObject({what: 'leg id'});
  });

  it('copies what came as one line, whatever is in it', () => {
    const [first, ...more] = started(up, {routes: {...routes, event: '/e\nrm'}});
    expect(copied(observe([first as Draft, ...more]))).toMatchObject({
      text: expect.stringMatching(/^([^\n]*\n){3}[^\n]*$/),
    });
  });
});
