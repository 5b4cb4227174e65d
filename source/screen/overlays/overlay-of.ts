import type {ViewState} from '../../store/view-state.js';
import type {Draw} from '../pane-view.js';
import {comparisonOverlay} from './comparison.js';
import {doctorOverlay} from './doctor.js';
import {explainOverlay} from './explain.js';
import {helpOverlay} from './help.js';
import {paletteOverlay} from './palette.js';
import {qrOverlay} from './qr.js';
import {readyOverlay} from './ready-filters.js';
import {replayOverlay} from './replay.js';
import {replayingOverlay} from './replaying.js';
import {saveOverlay} from './save.js';
import {statsOverlay} from './stats.js';

/** How what lies over the panes is drawn; its place is that of its box. */
export function overlayOf({palette, overlay}: ViewState): Draw | undefined {
  return palette ? paletteOverlay : overlay && overlays[overlay];
}

const overlays: Readonly<Partial<Record<NonNullable<ViewState['overlay']>, Draw>>> = {
  help: helpOverlay,
  filters: readyOverlay,
  save: saveOverlay,
  replay: replayOverlay,
  replaying: replayingOverlay,
  explain: explainOverlay,
  comparison: comparisonOverlay,
  doctor: doctorOverlay,
  qr: qrOverlay,
  stats: statsOverlay,
};
