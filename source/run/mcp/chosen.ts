import {UsageError} from '../../config/problem.js';
import {findCall} from '../../output/compare/choice.js';
import type {ScannedCall} from '../../recording/call-scan.js';
import {printable} from '../../text/printable.js';
import {chainsOf} from '../../world/read/chains.js';
import type {Conversation, World} from '../../world/world.js';
import type {ReadRecording} from './shelf.js';
import type {Context} from './tool.js';

/** A call of a recording with the conversations that it went through, and its number among the others. */
export type ChosenCall = ReadRecording & {call: readonly Conversation[]; number: number};

type Asked = {recording: string; call?: string | number};

/** Works with the call that is meant. Throws `UsageError` where none or several are, and what `Shelf` throws. */
export async function withCall<Result>(
  {recording, call}: Asked,
  {recordings, shelf}: Pick<Context, 'recordings' | 'shelf'>,
  work: (chosen: ChosenCall) => Result | Promise<Result>,
): Promise<Result> {
  const word = call === undefined ? undefined : String(call);
  return shelf.take(await recordings.named(recording), async whole => {
    if (!('calls' in whole)) return work({...whole, ...callOf(whole.world, word)});
    const found = scannedOf(whole.calls, word);
    const read = await whole.read(found.call);
    const first = chainsOf(read.world)[0] ?? [];
    return work({...read, call: first, number: found.number});
  });
}

function callOf(world: World, word: string | undefined): {call: readonly Conversation[]; number: number} {
  const choice = findCall(world, word);
  if (!('call' in choice)) {
    const calls = 'several' in choice ? choice.several : choice.none;
    throw unclear(
      word,
      'several' in choice ? calls.length : 0,
      calls.map(([first]) => first?.index ?? 0),
    );
  }
  return {call: choice.call, number: choice.call[0]?.index ?? 0};
}

function scannedOf(calls: readonly ScannedCall[], word: string | undefined): {call: ScannedCall; number: number} {
  const numbered = calls.map((call, i) => ({call, number: i + 1}));
  const wanted = word?.trim().toLowerCase();
  const meant = numbered.filter(
    ({call, number}) =>
      wanted === undefined ||
      wanted === String(number) ||
      (wanted.length >= FEWEST && call.id.toLowerCase().startsWith(wanted)),
  );
  const [only] = meant;
  if (only && meant.length === 1) return only;
  throw unclear(
    word,
    meant.length,
    (meant.length > 0 ? meant : numbered).map(({number}) => number),
  );
}

/** Characters of an id that are enough to mean it. */
const FEWEST = 4;

/** Numbers of calls that are named where it is not clear which is meant. */
const MOST_NAMED = 10;

function unclear(word: string | undefined, count: number, numbers: readonly number[]): UsageError {
  if (numbers.length === 0)
    return new UsageError('This recording holds no call: list_recordings says what others hold.');
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  const rest = numbers.length > MOST_NAMED ? ` and ${numbers.length - MOST_NAMED} more` : '';
  const what =
    word === undefined
      ? 'This recording has several calls'
      : `call ${printable(word, 100)} means ${count === 0 ? 'none' : count} of them`;
  return new UsageError(
    `${what}. Give call a number (${named}${rest}), or the beginning of an id: list_calls has both.`,
  );
}
