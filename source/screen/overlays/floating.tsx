import {Box} from 'ink';
import {insideOf} from '../../store/contents.js';
import {floatingSize, type Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import type {Look} from '../look.js';
import {Pane} from '../pane.js';
import type {PaneView} from '../pane-view.js';
import {explainOverlay} from './explain.js';
import {paletteOverlay} from './palette.js';
import {readyOverlay} from './ready-filters.js';
import {saveOverlay} from './save.js';

/** What lies above the panes and leaves them in their places: palette, ready-made filters, formats, explanations. */
export function Floating({model, look}: {model: Model; look: Look}) {
  const draw = drawingOf(model, look);
  if (!draw) return null;
  const size = floatingSize(model.view);
  return (
    <Box position="absolute" marginTop={2} marginLeft={Math.floor((model.view.columns - size.width) / 2)}>
      <Pane look={look} {...size} focused {...draw(insideOf(size))} />
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
