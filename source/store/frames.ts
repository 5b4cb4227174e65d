/** The next frame comes no sooner than this after the last, ms, unless `fps` says otherwise; a key does not wait. */
const FRAME_MS = 50;
/** The same of what comes from a bus: it has been under way before. Frames a second. */
export const FPS_OF_BUS = 40;
/** And no sooner than this many times what the last frame cost, so that drawing never takes more than a quarter of a core. */
const COST_FACTOR = 3;
/** How long after the first payload that was read back the others are waited for, ms. */
const TOGETHER_MS = 5;

/** When frames are drawn. Paced by a clock of its own: that of a recording may leap hours, or stand still. */
export type Frames = {
  /** Has a frame made: at once when the last is long enough ago, else when it will be. */
  ask(): void;
  /** A frame is made now: what was asked for before is in it. */
  begin(): void;
  /** Draws what was made: at once; before the next turn of the event loop, with what comes until then; or a moment later. */
  draw(when: 'now' | 'next turn' | 'soon'): void;
  close(): void;
};

/** `make` makes a frame, calling `begin` and `draw`; `paint` draws it. `fps` is the most frames a second that no key asked for. */
export function createFrames({fps, make, paint}: {fps?: number; make: () => void; paint: () => void}): Frames {
  const frameMs = fps === undefined ? FRAME_MS : 1000 / fps;
  let making: NodeJS.Timeout | undefined;
  let turning: NodeJS.Immediate | undefined;
  let joining: NodeJS.Timeout | undefined;
  let beganAt = Number.NEGATIVE_INFINITY;
  let cost = 0;

  function draw(): void {
    clearImmediate(turning);
    clearTimeout(joining);
    turning = undefined;
    joining = undefined;
    const started = performance.now();
    paint();
    // The screen is drawn before the next turn of the event loop: what lies between is what it cost.
    setImmediate(() => {
      cost = performance.now() - started;
    });
  }

  return {
    ask() {
      const due = beganAt + Math.max(frameMs, cost * COST_FACTOR) - performance.now();
      making ??= setTimeout(make, Math.max(0, due));
    },
    begin() {
      clearTimeout(making);
      making = undefined;
      beganAt = performance.now();
    },
    draw(when) {
      if (when === 'now') draw();
      else if (when === 'next turn') turning ??= setImmediate(draw);
      else if (!turning) joining ??= setTimeout(draw, TOGETHER_MS);
    },
    close() {
      clearTimeout(making);
      clearImmediate(turning);
      clearTimeout(joining);
    },
  };
}
