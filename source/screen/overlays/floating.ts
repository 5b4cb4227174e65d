import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import type {PaneView, Pen} from '../pane-view.js';
import {explainOverlay} from './explain.js';
import {paletteOverlay} from './palette.js';
import {readyOverlay} from './ready-filters.js';
import {saveOverlay} from './save.js';

/** What lies above the panes and leaves them in their places: palette, ready-made filters, formats, explanations. */
export function floating(model: Model, pen: Pen): ((inside: Inside) => PaneView) | undefined {
  const {palette, overlay} = model.view;
  if (palette) return inside => paletteOverlay(model, palette, pen, inside);
  if (overlay === 'filters') return inside => readyOverlay(model, pen, inside);
  if (overlay === 'save') return inside => saveOverlay(model, pen, inside);
  if (overlay === 'explain') return inside => explainOverlay(model, pen, inside);
  return undefined;
}
