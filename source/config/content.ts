import {type JsonNode, positionsIn, readJson} from '../text/json-positions.js';

/** Where a key and its value stand, such as `:3:11`; of an object also where each of its members does. */
export type KeyPosition = {key: string; value: string; members?: ReadonlyMap<string, KeyPosition>};

/** A configuration file's top-level values, or what is wrong with it and where. Never quotes the file: it holds secrets. */
export type Content =
  | {values: ReadonlyMap<string, unknown>; positions?: ReadonlyMap<string, KeyPosition>}
  | {problem: string; position: string};

/** JSON that must be an object. */
export function readJsonContent(text: string): Content {
  const plain = text.replace(/^\uFEFF/, '');
  const json = readJson(plain);
  if ('problem' in json) {
    const {line, column} = positionsIn(plain)(json.problem.offset);
    return {problem: json.problem.text, position: `:${line}:${column}`};
  }
  const {value} = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {problem: 'The file must hold one object: {"port": 3000}.', position: ':1:1'};
  }
  return {values: new Map(Object.entries(value)), positions: keyPositions(plain, json.root)};
}

/** Levels of a file in which positions are told: settings, and what is in one. */
const LEVELS = 2;

function keyPositions(text: string, root: JsonNode): Map<string, KeyPosition> {
  const positionOf = positionsIn(text);
  const shown = (offset: number) => {
    const {line, column} = positionOf(offset);
    return `:${line}:${column}`;
  };
  const within = ({members}: JsonNode, levels: number): Map<string, KeyPosition> => {
    // Of a key that stands there twice the last counts, wherever the first one was.
    const inOrder = [...(members ?? [])].sort(([, one], [, other]) => one.at - other.at);
    return new Map(
      inOrder.map(([name, {at, value}]) => {
        const position = {key: shown(at), value: shown(value.start)};
        return [name, levels > 1 && value.members ? {...position, members: within(value, levels - 1)} : position];
      }),
    );
  };
  return within(root, LEVELS);
}

/** The Nexmo CLI's INI: the keys of `[credentials]`, or those before any section. What is no `key=value` is passed over. */
export function readIniContent(text: string): Content {
  const values = new Map<string, unknown>();
  let section = 'credentials';
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1]?.trim() ?? section;
    const [, key, value] = /^\s*([^;#=[\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && section === 'credentials') {
      values.set(key, value.replace(/^(["'])(.*)\1$/, '$2'));
    }
  }
  return {values};
}
