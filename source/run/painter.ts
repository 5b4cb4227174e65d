import type {Paint} from '../output/text-line.js';
import {backgroundOf} from '../screen/theme.js';
import {abilitiesOf} from '../terminal/abilities.js';
import {colorDepth} from '../terminal/style.js';
import {linePaint} from './paint.js';

/** Colours for what a verb prints once: those that standard output can show. */
export function painter(): Paint {
  const {background} = abilitiesOf(process.env, undefined, []);
  return linePaint({
    depth: colorDepth(process.env, process.stdout.isTTY === true),
    background: backgroundOf({background}),
  });
}
