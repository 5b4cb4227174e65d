import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {bytesOf} from '../../source/config/named-file.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {readRecording} from '../../source/recording/read.js';
import {upgradeOf} from '../../source/recording/upgrade.js';
import {payloadOf, worldOf} from '../output/seed-call.js';
import {readAll} from './examples.js';

const old = new URL('old/', import.meta.url);

describe('a recording of an older version', () => {
  it.each(readdirSync(old).filter(name => name.endsWith('.ndjson')))('opens to the same snapshot: %s', async name => {
    const observations = [];
    for await (const batch of readRecording(await bytesOf(new URL(name, old).pathname)))
      observations.push(...batch.map(({observation}) => observation));
    const expected = JSON.parse(readFileSync(new URL(name.replace('.ndjson', '.json'), old), 'utf8'));
    const takenAt = Date.parse(expected.takenAt);
    const snapshot = await snapshotOf(worldOf(observations), {takenAt, payload: payloadOf(observations)});
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(expected);
  });

  it('goes through the step of each version in between', () => {
    const known = {
      1: (line: unknown) => ({...(line as object), second: true}),
      2: (line: unknown) => ({...(line as object), third: true}),
    };
    const header = {schema: 'convo-monitor/recording@1', version: '0.1.0'};
    const {upgrade, told} = upgradeOf(header, {today: 'convo-monitor/recording@3', known});
    expect([upgrade?.({seq: 1}), told]).toEqual([{seq: 1, second: true, third: true}, undefined]);
  });

  it('needs no step when it is as old as today', () => {
    expect(upgradeOf({schema: 'convo-monitor/recording@1', version: '0.1.0'})).toEqual({});
  });
});

describe('a recording of a newer version', () => {
  it('says which version wrote it and which to open it with, and is read as far as it can be', async () => {
    const header = '{"schema":"convo-monitor/recording@2","started":"","version":"0.9.0"}\n';
    const {notices, observed} = await readAll(
      (async function* () {
        yield Buffer.from(`${header}{"seq":1,"at":5,"source":"tick"}\n`);
      })(),
    );
    expect(observed).toHaveLength(1);
    expect(notices.map(({text}) => text)).toEqual([
      'Line 1 says "convo-monitor/recording@2": version 0.9.0 of convo-monitor wrote it, this one reads convo-monitor/recording@1. ' +
        'What can be read is read; open it with version 0.9.0 or later to see all of it.',
    ]);
  });
});
