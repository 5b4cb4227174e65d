import {parseXml, XmlElement, type XmlNode, XmlText} from '@rgrove/parse-xml';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {readFlow} from '../../source/flow/file/read.js';
import {createJudge} from '../../source/flow/judge.js';
import {githubAnnotations} from '../../source/flow/report/github.js';
import {junit} from '../../source/flow/report/junit.js';
import {tap} from '../../source/flow/report/tap.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy, caller, news, observed, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

async function judged(text: string, observations: readonly Observation[]) {
  const read = await readFlow(text, 'flows/a&b.yaml');
  const flow = 'flow' in read ? read.flow : expect.fail(JSON.stringify(read.mistakes));
  return createJudge([flow]).finish(fold(emptyWorld(), observations));
}

const flow =
  'flow: Bert & "Anna", <always>\nlegs:\n  callee: {statuses: [started, ..., answered, completed], type: phone}';

/** A party that would break out of any report that is put together without care. */
const evil = caller('e', ']]></failure><x a="1">%0A::error::#\u001b[2J\n...\n');
const escaping = observed(news(evil, 'started', 0), news(evil, 'failed', 1), news(evil, 'completed', 1));
const fromEvil = 'legs: {caller: {from: "447700900001", statuses: [started, answered]}}';

/**
 * What elements and attributes a report has, as the readers of CI servers know them (the schema of Jenkins' xUnit plugin): by element, its
 * attributes with the forms of their values, those that it must have, and what it may hold.
 */
type Known = {attributes: Record<string, RegExp>; required: string[]; holds: string[]; text?: true};
const any = /^[^\n\r]*$/;
const count = /^\d+$/;
const format: Record<string, Known> = {
  testsuites: {
    attributes: {name: any, tests: count, failures: count, errors: count, time: /^\d*(\.\d*)?$/},
    required: [],
    holds: ['testsuite'],
  },
  testsuite: {
    attributes: {
      name: any,
      tests: count,
      failures: count,
      errors: count,
      skipped: count,
      file: any,
      time: /^\d*(\.\d*)?$/,
    },
    required: ['name', 'tests', 'failures', 'errors'],
    holds: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: {attributes: {}, required: [], holds: ['property']},
  property: {attributes: {name: any, value: any}, required: ['name', 'value'], holds: []},
  testcase: {
    attributes: {name: any, classname: any, time: any, group: any},
    required: ['name'],
    holds: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: {attributes: {type: any, message: any}, required: [], holds: [], text: true},
};

const elementsIn = (nodes: readonly XmlNode[]) => nodes.filter(node => node instanceof XmlElement);

/** What of an element, and of all in it, is not of the format. */
function flawsOf(element: XmlElement): string[] {
  const {name, attributes, children} = element;
  const known = format[name];
  if (!known) return [`<${name}> is not known`];
  const text = children
    .map(child => (child instanceof XmlText ? child.text : ''))
    .join('')
    .trim();
  return [
    ...Object.entries(attributes)
      .filter(([key, value]) => !known.attributes[key]?.test(value))
      .map(([key, value]) => `${name} ${key}="${value}"`),
    ...known.required.filter(key => !(key in attributes)).map(key => `${name} lacks ${key}`),
    ...(text !== '' && !known.text ? [`${name} holds "${text}"`] : []),
    ...elementsIn(children).flatMap(child =>
      known.holds.includes(child.name) ? flawsOf(child) : [`${name} holds <${child.name}>`],
    ),
  ];
}

describe('the JUnit report', () => {
  it.each<[what: string, text: string, observations: Observation[]]>([
    ['of what holds', flow, talked],
    ['of what does not', flow, busy],
    ['of a call from a hostile party', fromEvil, escaping],
  ])('%s is of the format', async (_, text, observations) => {
    const {root} = parseXml(junit(await judged(text, observations)));
    expect(root?.name).toBe('testsuites');
    expect(root && flawsOf(root)).toEqual([]);
  });

  it('has a suite a flow, a case an expectation, and counts that are right', async () => {
    const {root} = parseXml(junit(await judged(flow, busy)));
    const [suite] = elementsIn(root?.children ?? []);
    const cases = elementsIn(suite?.children ?? []).filter(({name}) => name === 'testcase');
    expect(suite?.attributes).toMatchObject({
      name: 'Bert & "Anna", <always>',
      tests: '2',
      failures: '1',
      errors: '0',
      file: 'flows/a&b.yaml',
    });
    expect(cases.map(each => [each.attributes.name, elementsIn(each.children).map(({name}) => name)])).toEqual([
      ['callee: statuses', ['failure']],
      ['callee: type', []],
    ]);
    expect(cases[0]?.text).toMatch(/^\n?flows\/a&b\.yaml:3:12\nexpected {2}started → … → answered → completed\nseen/);
  });
});

describe('the TAP report', () => {
  it('has a point an expectation, in order', async () => {
    const lines = tap(await judged(flow, busy)).split('\n');
    expect(lines.slice(0, 3)).toEqual(['TAP version 14', '1..2', 'not ok 1 - flows/a&b.yaml: callee: statuses']);
    expect(lines.slice(-3)).toEqual(['  ...', 'ok 2 - flows/a&b.yaml: callee: type', '']);
    expect(lines).toContain('  actual: "started → busy → completed"');
  });

  it('says nothing at the beginning of a line that somebody else has chosen', async () => {
    const lines = tap(await judged(fromEvil, escaping))
      .trimEnd()
      .split('\n');
    expect(lines.filter(line => !/^(TAP version 14|1\.\.2|(not )?ok \d| {2})/.test(line))).toEqual([]);
    expect(lines.filter(line => line === '  ...')).toHaveLength(2);
  });
});

describe('annotations on GitHub', () => {
  it('name the line of the file, each in one line', async () => {
    const text = githubAnnotations(await judged(flow, busy), file => `top/${file}`);
    expect(text).toMatch(
      /^::error file=top\/flows\/a&b\.yaml,line=3,col=12,title=Bert & "Anna"%2C <always>%3A callee%3A statuses::expected [^\n]*\n$/,
    );
    expect(githubAnnotations(await judged(flow, talked), file => file)).toBe('');
  });

  it('let nobody else give commands', async () => {
    const lines = githubAnnotations(await judged(fromEvil, escaping), file => file)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^::error file=flows\/a&b\.yaml,line=1,/);
  });
});
