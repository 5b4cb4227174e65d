import type {Document, LineCounter, Node, Pair} from 'yaml';
import type {JsonPath} from '../../text/json-positions.js';
import type {TextPosition} from '../flow.js';

/** A mistake in a flow file, and where it stands. */
export type Mistake = TextPosition & {text: string};

/** What a file holds, every value a text, and where each thing stands. */
export type FlowDocument = {value: unknown; positionOf(path: JsonPath, isName?: boolean): TextPosition};

/** A flow has some hundreds of bytes: more aliases than this make a bomb of it. */
const MOST_ALIASES = 100;

/** Reads YAML, of which JSON is a part. Values stay as they are written: `0012` are four digits. */
export async function readDocument(text: string): Promise<FlowDocument | {mistakes: Mistake[]}> {
  const {LineCounter, parseDocument} = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    // What it would warn of, it would print.
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return {mistakes: document.errors.map(({message, pos}) => ({...positionAt(lines, pos[0]), text: saidOf(message)}))};
  }
  try {
    const value: unknown = document.toJS({maxAliasCount: MOST_ALIASES});
    // A scenario has numbers.
    if (isMap(value) && isMap(value.place))
      value.place = parseDocument(text, {logLevel: 'error'}).toJS({maxAliasCount: MOST_ALIASES}).place;
    return {value, positionOf: (path, isName) => positionOf(document, lines, path, isName)};
  } catch (error) {
    return {
      mistakes: [{line: 1, column: 1, text: `It cannot be read: ${error instanceof Error ? error.message : error}.`}],
    };
  }
}

const saidOf = (message: string): string => `${message.replace(/[.:]$/, '')}.`;

function positionAt(lines: LineCounter, offset: number): TextPosition {
  const {line, col} = lines.linePos(offset);
  return {line: Math.max(1, line), column: Math.max(1, col)};
}

/** Where the value of a path stands, or with `isName` its name; where there is none, what was to hold it. */
function positionOf(document: Document, lines: LineCounter, path: JsonPath, isName = false): TextPosition {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    const found = pairOf(node, step);
    if (!found) break;
    const {key, value} = found;
    const isLast = i === path.length - 1;
    offset = (isLast && isName ? offsetOf(key) : (offsetOf(value) ?? offsetOf(key))) ?? offset;
    node = value;
  }
  return positionAt(lines, offset);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Found = {key?: unknown; value: unknown};

function pairOf(node: unknown, step: string | number): Found | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined;
  const items: readonly unknown[] = node.items;
  if (typeof step === 'number') return step < items.length ? {value: items[step]} : undefined;
  return items.filter(isPair).find(({key}) => textOf(key) === step);
}

const isPair = (item: unknown): item is Pair => typeof item === 'object' && item !== null && 'key' in item;
const textOf = (key: unknown): unknown => (typeof key === 'object' && key !== null && 'value' in key ? key.value : key);
const offsetOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
