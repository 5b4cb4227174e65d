import {Text, Transform} from 'ink';
import type {Line} from './line.js';

/**
 * A frame as Ink is given it: one text that is ready. It is put in place of a letter, so that Ink neither measures it nor keeps
 * it (Ink remembers every text that it ever measured), and is shown with {@link inkOptions}.
 */
export function Frame({lines}: {lines: readonly Line[]}) {
  return (
    <Text>
      <Transform transform={() => lines.join('\n')}>
        <Text>.</Text>
      </Transform>
    </Text>
  );
}

/**
 * How Ink renders: whole frames, handed over as they are. In its mode for screen readers it writes texts as they stand; else
 * it would take every line apart into cells, which costs 7 ms a frame at 80×24 and 46 ms at 200×60.
 */
export const inkOptions = {debug: true, isScreenReaderEnabled: true, exitOnCtrlC: false, patchConsole: false};
