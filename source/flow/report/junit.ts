import {printable} from '../../text/printable.js';
import type {Judgement} from '../judge.js';
import {type Case, casesOf} from './case.js';

/**
 * What became of flows as JUnit XML, which CI servers read: a suite a flow, a case an expectation. Only what all readers know: elements and
 * attributes of Jenkins' schema.
 */
export function junit(judgements: readonly Judgement[]): string {
  const suites = judgements.map(suiteOf);
  const all = judgements.flatMap(each => each.results);
  const counts = countsOf(all.length, all.filter(({failed}) => failed > 0).length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {name: 'convo-monitor', ...counts}, suites.join(''))}`;
}

function suiteOf(judgement: Judgement): string {
  const {flow, results, calls} = judgement;
  const [name, file] = [printable(flow.name, 200), printable(flow.file, 500)];
  const counts = countsOf(results.length, results.filter(({failed}) => failed > 0).length);
  const properties = element('properties', {}, element('property', {name: 'calls', value: calls}));
  const cases = casesOf(judgement).map(each => caseOf(each, name));
  return element('testsuite', {name, ...counts, skipped: 0, file}, properties + cases.join(''));
}

function caseOf({name, file, line, column, failure}: Case, classname: string): string {
  const text = failure && `${file}:${line}:${column}\n${failure.text}`;
  const inside = failure
    ? element('failure', {type: 'expectation', message: failure.message}, escaped(text ?? ''))
    : '';
  return element('testcase', {name, classname}, inside);
}

const countsOf = (tests: number, failures: number) => ({tests, failures, errors: 0});

function element(name: string, attributes: Readonly<Record<string, string | number>>, inside = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return inside === ''
    ? `<${name}${written.join('')}/>\n`
    : `<${name}${written.join('')}>${inside.startsWith('<') ? '\n' : ''}${inside}</${name}>\n`;
}

const escapes: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

/** Of what is printable already. */
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, character => escapes[character] ?? '');
