import {Box} from 'ink';
import type {Model} from '../../store/model.js';
import {AROUND} from '../layout.js';
import type {Look} from '../look.js';
import {Pane} from '../pane.js';
import type {Inside, PaneView} from '../pane-view.js';
import {explainOverlay} from './explain.js';
import {paletteOverlay} from './palette.js';
import {readyOverlay} from './ready-filters.js';
import {saveOverlay} from './save.js';

/** What lies above the panes and leaves them in their places: palette, ready-made filters, formats, explanations. */
export function Floating({model, look}: {model: Model; look: Look}) {
  const {columns, rows} = model.view;
  const draw = drawingOf(model, look);
  if (!draw) return null;
  // As high whatever is in it: rows that come and go under one's fingers are hard to read.
  const width = Math.min(columns - 4, 92);
  const isShort = !model.view.palette && (model.view.overlay === 'explain' || model.view.overlay === 'save');
  const height = Math.min(rows - AROUND - 2, isShort ? 12 : 20);
  return (
    <Box position="absolute" marginTop={2} marginLeft={Math.floor((columns - width) / 2)}>
      <Pane look={look} width={width} height={height} focused {...draw({width: width - 2, height: height - 2})} />
    </Box>
  );
}

function drawingOf(model: Model, look: Look): ((inside: Inside) => PaneView) | undefined {
  const {palette, overlay} = model.view;
  if (palette) return inside => paletteOverlay(model, palette, look, inside);
  if (overlay === 'filters') return inside => readyOverlay(model, look, inside);
  if (overlay === 'save') return inside => saveOverlay(model, look, inside);
  if (overlay === 'explain') return inside => explainOverlay(model, look, inside);
  return undefined;
}
