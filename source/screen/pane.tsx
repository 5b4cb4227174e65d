import {Box, Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {repeat, safe} from '../text/printable.js';
import {type Line, line, type Part, widthOfParts} from './line.js';
import type {Look} from './look.js';

export type PaneProps = {
  look: Look;
  width: number;
  height: number;
  /** The digit that leads here; none for overlays. */
  digit?: number;
  focused: boolean;
  title: readonly Part[];
  right?: readonly Part[];
  /** Rows exactly as wide as the inside; absent when `children` draw the inside. */
  lines?: readonly Line[];
  children?: ReactNode;
};

/** A bordered pane: one `<Text>` for its rows, because Ink's cost is per element and per character. */
export const Pane = memo(function Pane(props: PaneProps) {
  const {look, width, height, lines, children} = props;
  const side = sideOf(props);
  const inside = height - 2;
  if (children) {
    const edge = Array.from({length: inside}, () => side).join('\n');
    return (
      <Box flexDirection="column" width={width} height={height}>
        <Text>{top(props)}</Text>
        <Box height={inside}>
          <Text>{edge}</Text>
          <Box flexDirection="column" width={width - 2} height={inside}>
            {children}
          </Box>
          <Text>{edge}</Text>
        </Box>
        <Text>{bottom(props)}</Text>
      </Box>
    );
  }
  const empty = line(look, width - 2, []);
  const rows = Array.from({length: inside}, (_, i) => `${side}${lines?.[i] ?? empty}${side}`);
  return (
    <Box width={width} height={height}>
      <Text wrap="truncate">{[top(props), ...rows, bottom(props)].join('\n')}</Text>
    </Box>
  );
});

function sideOf({look, focused}: PaneProps): Line {
  return line(look, 1, [[focused ? 'focus' : 'border', safe`│`]]);
}

function top({look, width, digit, focused, title, right}: PaneProps): Line {
  const role = focused ? 'focus' : 'border';
  const number: Part = digit === undefined ? safe` ` : [focused ? 'focus' : 'strong', safe` ${digit} `];
  const [name, ...more] = title;
  const head: Part[] = [[role, safe`┌─`], number, typeof name === 'string' ? ['title', name] : name];
  const [said, corner] = right && right.length > 0 ? [[safe` `, ...right], safe` ─┐`] : [[], safe`┐`];
  const end: Part = [role, corner];
  // A filter stands at the right and must be seen while it hides something: the words behind the title go first.
  for (let kept = more.length; kept >= 0; kept--) {
    const left = [...head, ...more.slice(0, kept), safe` `];
    const room = width - widthOfParts([...left, ...said, end]);
    if (room >= 0) return line(look, width, [...left, [role, repeat(safe`─`, room)], ...said, end]);
  }
  return line(look, width, [...head, safe` `, ...said], {right: [end]});
}

function bottom({look, width, focused}: PaneProps): Line {
  return line(look, width, [[focused ? 'focus' : 'border', safe`└${repeat(safe`─`, width - 2)}┘`]]);
}
