import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {lineWriter} from '../../source/output/lines.js';
import {maskedPayload, maskObservation} from '../../source/output/mask.js';
import {savedText} from '../../source/output/saved-text.js';
import {createFeed} from '../../source/store/feed.js';
import {type SaveFormat, saveFormats} from '../../source/store/save-formats.js';
import {factOf} from '../../source/vonage/facts.js';
import {canariesIn, canaryCall} from '../helpers/canary.js';

const formats = saveFormats.map(({name}) => name);

/** Everything that a run writes of what it sees: lines of both kinds, and the call in every format. */
async function written(observations: readonly Observation[], mask: boolean): Promise<Record<string, string>> {
  const feed = createFeed(factOf);
  const writers = {text: lineWriter({format: 'text'}), lines: lineWriter({format: 'ndjson'})};
  feed.listen({
    each(...news) {
      for (const writer of Object.values(writers)) writer.add(...news);
    },
  });
  feed.take(observations);
  const world = feed.world();
  const all = Object.values(writers).flatMap(writer => [writer.take(), writer.finish(world)]);
  const payload = async (seq: number) => observations.find(each => each.seq === seq);
  const saved = formats.map(async (format: SaveFormat) => {
    const text = await savedText(format, world, {
      takenAt: world.now,
      payload: mask ? maskedPayload(payload) : payload,
      mask,
    });
    return [format, text] as const;
  });
  return {
    ...Object.fromEntries(await Promise.all(saved)),
    'lines on standard output': all.flatMap(({out}) => out).join('\n'),
    'lines on standard error': all.flatMap(({err}) => err).join('\n'),
  };
}

describe('a call full of phone numbers', () => {
  it('shows them where they are not hidden', async () => {
    for (const text of Object.values(await written(canaryCall(), false))) expect(canariesIn(text)).not.toEqual([]);
  });

  it('shows none with --mask', async () => {
    const texts = await written(canaryCall().map(maskObservation), false);
    expect(Object.entries(texts).map(([name, text]) => [name, ...canariesIn(text)])).toEqual(
      Object.keys(texts).map(name => [name]),
    );
  });

  it.each(formats)('shows none in a %s that is saved while they are hidden', async format => {
    const texts = await written(canaryCall(), true);
    expect(canariesIn(texts[format] ?? '')).toEqual([]);
  });
});
