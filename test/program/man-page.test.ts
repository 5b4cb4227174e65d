import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {manPage} from '../../source/program/man-page.js';
import {options, verbs} from '../../source/program/options.js';

const page = manPage('1.2.3');
const hasMan = spawnSync('man', ['--version']).status === 0 && spawnSync('groff', ['--version']).status === 0;

describe('the manual page', () => {
  it('has every verb and every flag', () => {
    const plain = page.replaceAll('\\-', '-').replaceAll(/\\f[BR]/g, '');
    for (const verb of Object.keys(verbs)) if (verb !== 'monitor') expect(plain).toContain(`convo-monitor ${verb} [`);
    for (const {flag} of options) expect(plain).toMatch(new RegExp(`^${flag}( |$)`, 'm'));
    expect(plain).toContain('convo-monitor 1.2.3');
  });

  it('obeys only what is meant for roff', () => {
    const requests = page.split('\n').filter(line => /^[.']/.test(line));
    expect(requests.filter(line => !/^\.(TH|SH|SS|TP|PP|br|nf|fi)( |$)/.test(line))).toEqual([]);
  });

  it.skipIf(!hasMan)('is printed by man without a warning', () => {
    const {stdout, stderr} = spawnSync('man', ['--warnings', '-l', '-'], {input: page, encoding: 'utf8'});
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ +--port <port>$/m);
  });
});
