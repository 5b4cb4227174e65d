import {mkdir, symlink, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {lastWebhooks} from '../../source/recording/last-webhooks.js';
import {temporaryFolder} from './folder.js';

const header = {schema: 'convo-monitor/recording@1', started: '2026-01-01T00:00:00.000Z', version: '0'};
const webhook = (source: string, at: number, path: string, state?: string) => ({
  ...{seq: at, at, source, raw: {method: 'GET', path, headers: {}, body: ''}},
  ...(state && {signature: {state}}),
});

async function recorded(folder: string, name: string, lines: readonly object[], writtenAt: number): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, [header, ...lines].map(line => `${JSON.stringify(line)}\n`).join(''));
  await utimes(file, writtenAt, writtenAt);
  return file;
}

describe('the last webhooks', () => {
  it('are those of the newest recordings of a folder, with what the signature check said and the region', async () => {
    const folder = await temporaryFolder();
    const region = encodeURIComponent('https://api-eu-3.vonage.com');
    await recorded(
      folder,
      'old.ndjson',
      [webhook('answer', 10, '/a?region_url=https://x'), webhook('rtc', 11, '/r')],
      100,
    );
    await recorded(
      folder,
      'new.ndjson',
      [
        webhook('answer', 20, `/a?uuid=1&region_url=${region}`, 'signed'),
        {seq: 21, at: 21, source: 'tick'},
        webhook('event', 22, '/e', 'unsigned'),
      ],
      200,
    );
    expect(await lastWebhooks({folder})).toEqual({
      routes: {answer: {at: 20, signature: 'signed'}, event: {at: 22, signature: 'unsigned'}},
      regionUrl: 'https://api-eu-3.vonage.com',
    });
  });

  it('are looked for in older recordings where the newest has none of them', async () => {
    const folder = await temporaryFolder();
    await recorded(folder, 'old.ndjson', [webhook('answer', 10, '/a'), webhook('event', 11, '/e')], 100);
    await recorded(folder, 'new.ndjson', [webhook('event', 20, '/e')], 200);
    expect(await lastWebhooks({folder})).toEqual({routes: {event: {at: 20}, answer: {at: 10}}});
  });

  it('are at the end of a long recording', async () => {
    const folder = await temporaryFolder();
    const many = Array.from({length: 3000}, (_, i) => webhook('event', i + 1, `/e?x=${'x'.repeat(1000)}`));
    const file = await recorded(folder, 'long.ndjson', [...many, webhook('answer', 4000, '/a')], 100);
    expect(await lastWebhooks({folder: 'nowhere', file})).toEqual({routes: {answer: {at: 4000}, event: {at: 3000}}});
  });

  it('are none where nothing can be read', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'folder.ndjson'));
    await symlink('/etc/hostname', join(folder, 'link.ndjson'));
    await writeFile(join(folder, 'broken.ndjson'), '{"seq":\n\u0000\n');
    expect(await lastWebhooks({folder})).toEqual({routes: {}});
    expect(await lastWebhooks({folder: join(folder, 'missing')})).toEqual({routes: {}});
    expect(await lastWebhooks({folder, file: join(folder, 'missing.ndjson')})).toEqual({routes: {}});
  });
});
