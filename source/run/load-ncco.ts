import {isByTheWay} from '../call/finding.js';
import {readNccoFile} from '../intake/ncco-file.js';
import type {LoadedNcco} from '../store/wanted.js';
import {counted} from '../text/counted.js';
import {whyUnreadable} from '../text/system-error.js';
import {checkNcco, isError} from '../vonage/ncco/check.js';

/** An NCCO from a file, or as JSON that is written out, with what the check says of it. Throws an Error that says why there is none. */
export async function loadNcco(written: string): Promise<LoadedNcco> {
  const isInline = /^\s*[[{]/.test(written);
  const what = isInline ? 'the NCCO that was typed' : `the NCCO in ${written}`;
  const text = isInline ? written : await readNccoFile(written).catch((error: unknown) => unreadable(written, error));
  const bare = text.replace(/^\uFEFF/, '');
  const findings = checkNcco(text);
  if (!isList(bare))
    throw new Error(`${capital(what)} is none: ${findings[0]?.text ?? 'it is to be a JSON array of actions.'}`);
  const bad = findings.filter(finding => !isByTheWay(finding));
  const errors = findings.filter(isError).length;
  return {
    text: bare,
    what,
    errors,
    findings: bad.map(({severity, text, path}) => `${severity}${path === undefined ? '' : ` at ${path}`}: ${text}`),
  };
}

/** The findings in a sentence, of which the first is quoted; empty where there is none. */
export function findingsText({findings}: LoadedNcco): string {
  const [first] = findings;
  if (first === undefined) return '';
  return findings.length === 1
    ? ` The check says: ${first}`
    : ` The check has ${counted(findings.length, 'finding')}, first: ${first}`;
}

function unreadable(file: string, error: unknown): never {
  throw new Error(`${file} cannot be read: ${whyUnreadable(error)}. Give an NCCO file, or JSON that begins with [.`);
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;
