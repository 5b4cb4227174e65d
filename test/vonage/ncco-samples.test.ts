import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {checkNcco} from '../../source/vonage/ncco/check.js';
import {describeNcco} from '../../source/vonage/ncco/describe.js';

const folder = new URL('../samples/voice/', import.meta.url);

/** Samples that are no JSON are kept as `{"raw": text}`. */
function sample(name: string): string {
  const text = readFileSync(new URL(`ncco-${name}.json`, folder), 'utf8');
  const json: unknown = JSON.parse(text);
  return json !== null && typeof json === 'object' && 'raw' in json ? String(json.raw) : text;
}

/** Written by hand from the NCCO reference: each published NCCO with everything the check says of it. */
const expectations: Record<string, string[]> = {
  'connect-all-fields-dotnet': ['warning string-number [0].timeout 18:5', 'warning string-number [0].limit 19:5'],
  'connect-app': [],
  'connect-phone-placeholders': ['warning placeholder [0].from 4:5', 'error placeholder [0].endpoint[0].number 8:9'],
  'connect-sip-headers': [],
  'conversation-all-fields': [],
  'conversation-moderator': [],
  'conversation-standard': [],
  'endpoint-sip-standard-headers': [],
  'endpoint-sip-user-domain': [],
  'input-all-fields': [],
  'input-dtmf-no-eventurl': [],
  'input-speech': [],
  'input-speech-settings': [],
  'invalid-derived-channels-without-split': ['error needs-field [0].channels 4:5'],
  'invalid-derived-eventurl-string': ['error url-not-array [0].eventUrl 7:5'],
  'invalid-derived-mute-and-canspeak': ['error exclusive [0].mute 5:5'],
  'invalid-derived-object-not-array': ['error not-an-array 1:1'],
  'invalid-derived-unknown-action': ['error unknown-action [0].action 3:5'],
  'invalid-missing-comma-string-bools': ['error missing-comma 5:5'],
  'invalid-mixed-quotes-trailing-comma': ['error mixed-quotes 6:20'],
  notify: [],
  pay: ['warning deprecated [0] 2:3'],
  'record-default': [],
  'record-string-endonsilence': ['warning string-number [0].endOnSilence 7:5'],
  'record-two-eventurls': [
    'warning string-number [0].endOnSilence 7:5',
    'warning string-number [0].timeOut 9:5',
    'error several-urls [0].eventUrl 11:5',
  ],
  stream: [],
  'stream-infinite-loop': [],
  'stream-string-numbers': [
    'warning string-number [0].level 7:5',
    'error barge-in [0].bargeIn 8:5',
    'warning string-number [0].loop 9:5',
  ],
  talk: [],
  'talk-loop': [],
  'talk-provider': [
    'error barge-in [0].bargeIn 5:5',
    'warning string-number [0].loop 6:5',
    'warning string-number [0].level 7:5',
  ],
  'talk-ssml': [],
  transfer: [],
  'transfer-mute': [],
};

describe('the NCCO check on published NCCOs', () => {
  it.each(Object.entries(expectations))('finds in %s what is wrong with it and no more', (name, expected) => {
    const said = checkNcco(sample(name)).map(({severity, code, path, line, column}) =>
      [severity, code, path, `${line}:${column}`].filter(part => part !== undefined).join(' '),
    );
    expect(said).toEqual(expected);
  });

  it('has an expectation for every NCCO among the samples', () => {
    const names = readdirSync(folder).filter(name => name.startsWith('ncco-'));
    const plain = names.map(name => name.slice('ncco-'.length, -'.json'.length));
    expect(plain.sort()).toEqual(Object.keys(expectations).sort());
  });
});

describe('an NCCO in a few words', () => {
  it.each([
    ['connect-app', ['talk "Please wait while we connect you"', 'connect app jamie']],
    ['connect-all-fields-dotnet', ['connect phone 447700900001']],
    ['endpoint-sip-user-domain', ['connect sip john.doe']],
    ['input-all-fields', ['input dtmf + speech']],
    ['conversation-standard', ['conversation nexmo-conference-standard']],
    ['stream', ['stream https://acme.com/streams/music.mp3']],
    ['transfer', ['transfer CON-f972836a-550f-45fa-956c-12a2ab5b7d22']],
    ['record-default', ['record', `talk "Hi, this call records this message. Check the parameters s…`]],
    ['invalid-derived-unknown-action', ['speak']],
    ['invalid-missing-comma-string-bools', []],
  ])('describes %s', (name, lines) => {
    const described = describeNcco(sample(name));
    expect(described.map(line => line.slice(0, 63))).toEqual(lines.map(line => line.slice(0, 63)));
  });
});
