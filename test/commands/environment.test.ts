import {describe, expect, it, vi} from 'vitest';
import {resolveConfig} from '../../source/config/resolve.js';
import {type SettingName, settingNames, settingOf} from '../../source/config/settings.js';
import type {Verb} from '../../source/program/options.js';

type Input = Parameters<typeof resolveConfig>[0];

const asked = vi.hoisted(() => ({how: undefined as Input | undefined, isMaskAll: false}));

vi.mock('../../source/config/resolve.js', async importOriginal => {
  const real = await importOriginal<{resolveConfig: typeof resolveConfig}>();
  const mocked: typeof resolveConfig = input => {
    // Standard output has to know beforehand whether numbers are hidden.
    if (asked.how !== undefined || (!asked.isMaskAll && Object.keys(input.flags).join() === 'mask'))
      return real.resolveConfig(input);
    asked.how = input;
    throw new Error('that is all there is to know');
  };
  return {...real, resolveConfig: mocked};
});

const bus = 'nats://127.0.0.1:1';

/** How each verb is called where its settings matter; words, then flags. */
const calls: Readonly<Partial<Record<Verb, readonly [words: readonly string[], flags?: object]>>> = {
  attach: [['ws://127.0.0.1:1']],
  bus: [['status', bus]],
  call: [['447700900001']],
  calls: [[bus]],
  diff: [['a.ndjson', 'b.ndjson']],
  expect: [[bus]],
  export: [[bus]],
  open: [[bus], {forward: '4000'}],
  replay: [['a.ndjson'], {to: '4000'}],
  stats: [[bus]],
  test: [['flow.yaml'], {forward: '4000'}],
  worker: [[bus]],
};

/** What a verb takes from the command line alone, and why. */
const fromFlagsAlone: Readonly<Partial<Record<Verb, {names: readonly SettingName[]; why: string}>>> = {
  demo: {
    names: settingNames.filter(name => name !== 'serveToken' && !settingOf(name).personal),
    why: 'its help says that its calls are the same wherever it runs',
  },
};

const verbsOfSettings = [...new Set(settingNames.flatMap(name => settingOf(name).verbs))];

const listedBy = (verb: Verb): SettingName[] =>
  settingNames.filter(name => (settingOf(name).verbs as readonly Verb[]).includes(verb));

/** How a verb asks for its configuration, which ends it here. */
async function askedBy(verb: Verb): Promise<Input> {
  asked.how = undefined;
  asked.isMaskAll = listedBy(verb).join() === 'mask';
  const {run} = await import(`../../source/commands/${verb}.ts`);
  const [words, flags = {}] = calls[verb] ?? [[]];
  await Promise.resolve()
    .then(() => run(words, flags))
    .catch(() => undefined);
  if (asked.how === undefined) throw new Error(`${verb} asks for no configuration`);
  return asked.how;
}

describe('what the environment says of a setting', () => {
  it.each(verbsOfSettings)('%s takes, of all that its help lists', async verb => {
    const how = await askedBy(verb);
    const listed = listedBy(verb);
    const passedOver = listed.filter(name => {
      const [variable = ''] = settingOf(name).env;
      const {settings, errors} = resolveConfig({...how, flags: {}, env: {[variable]: '1'}});
      const isTaken = settings[name]?.origin === `environment ${variable}`;
      return !isTaken && !errors.some(({about}) => about.setting === name && about.layer === 'environment');
    });
    const {names = []} = fromFlagsAlone[verb] ?? {};
    expect(passedOver).toEqual(listed.filter(name => names.includes(name)));
  });
});
