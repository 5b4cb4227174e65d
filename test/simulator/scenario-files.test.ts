import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {scenariosOf, schemaOfScenarios} from '../../source/run/simulate/scenarios.js';
import {readScenario, scenarios} from '../../source/simulator/index.js';
import {start} from './start.js';

const yaml = `
summary: Carol calls twice; nobody answers, then somebody does
caller:
  party: {type: phone, number: "447700900001"}
callees:
  - outcome: timeout     # until the application gives up
  - talkMs: 5000
digits: ["1"]
`;

describe('a scenario file', () => {
  it('is YAML', async () => {
    expect(await readScenario(yaml, 'carol')).toEqual({
      name: 'carol',
      summary: 'Carol calls twice; nobody answers, then somebody does',
      caller: {party: {type: 'phone', number: '447700900001'}},
      callees: [{outcome: 'timeout'}, {talkMs: 5000}],
      digits: ['1'],
    });
  });

  it('is JSON, and a scenario that there is can be written as one', async () => {
    for (const scenario of scenarios) {
      const {ncco, answerStatus, seedIds, ...told} = scenario;
      expect(await readScenario(JSON.stringify(told), 'file')).toEqual(told);
    }
  });

  it('is played like any other', async () => {
    const connect = {action: 'connect', endpoint: [{type: 'phone', number: '447700900002'}], timeout: 10};
    const run = await start(({path}) => (path === '/answer' ? {body: [connect, connect]} : {}));
    const outcome = await run.vonage.place(await readScenario(yaml, 'carol'));
    await run.close();
    expect(outcome.legs.map(({statuses}) => statuses.map(({status}) => status).join(' '))).toEqual([
      'started ringing answered completed',
      'started ringing timeout completed',
      'started ringing answered completed',
    ]);
  });

  it.each([
    ['callees:\n  - outcome: tired', /^callees\.0\.outcome: Invalid option: expected one of "answered"\|"busy"/],
    ['caller: Alice', /^caller: Invalid input: expected object/],
    ['colour: red', /Unrecognized key: "colour"/],
    ['calls: {count: 0, everyMs: 1}', /^calls\.count: /],
    ['says: []', /^says: Too small/],
    ['says: [{press: ring}]', /^says\.0\.press: keys are 0 to 9, \* and #/],
    ['- name: a list', /expected object/],
    ['name: [unclosed', /at line 1, column/],
    ['', /expected object/],
    [`a: &a [x]\nb: [${'*a,'.repeat(200)}]`, /Excessive alias count|Unrecognized keys/],
  ])('says what is wrong with %j', async (text, message) => {
    await expect(readScenario(text, 'file')).rejects.toMatchObject({
      name: 'ScenarioError',
      message: expect.stringMatching(message),
    });
  });
});

describe('scenarios of the command line', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scenarios-'));
    await writeFile(join(folder, 'carol.yaml'), yaml);
    await writeFile(join(folder, 'broken.json'), '{"to": 7}');
    await writeFile(join(folder, 'mix.yml'), 'mix: [[busy, 0], [nothing, 1000]]');
  });
  afterAll(() => rm(folder, {recursive: true}));

  it('are names and files, in the order in which they were given', async () => {
    const found = await scenariosOf(['busy', join(folder, 'carol.yaml')]);
    expect(found.map(({name}) => name)).toEqual(['busy', 'carol']);
  });

  it.each([
    ['broken.json', /broken\.json: to: Invalid input: expected string/],
    ['mix.yml', /mix\.yml: There is no scenario "nothing"/],
    ['nowhere.yaml', /nowhere\.yaml cannot be read: there is no such file/],
  ])('are refused with the file’s name: %s', async (file, message) => {
    await expect(scenariosOf([join(folder, file)])).rejects.toThrow(message);
  });

  it('have a JSON Schema with a line about each thing that is not plain', () => {
    const schema = JSON.parse(schemaOfScenarios());
    expect(schema).toMatchObject({
      title: 'A scenario of convo-monitor simulate',
      additionalProperties: false,
      properties: {digits: {description: 'what the caller types at each input, in order'}},
    });
  });
});
