// The same lines without React and Ink: those that changed are written whole. What a frame costs at the least.
import {frameDrawer} from '../../../source/screen/frame.ts';

/** Draws in one look or another; each remembers its own tables. */
export function drawer() {
  const drawers = new Map();
  return (model, look) => {
    const key = JSON.stringify(look);
    if (!drawers.has(key)) drawers.set(key, frameDrawer(look));
    return drawers.get(key)(model);
  };
}

/** Writes frames: each returns its bytes, and how many rows they change. */
export function handWriter() {
  const draw = drawer();
  let shown = [];
  return (model, look) => {
    const rows = draw(model, look);
    const changed = rows.map((row, i) => (row === shown[i] ? '' : `\x1b[${i + 1};1H${row}`)).filter(Boolean);
    shown = rows;
    return {bytes: Buffer.byteLength(changed.join('')), changed: changed.length};
  };
}
