/** The next drawing comes no sooner than this after the last, ms, and than so many times what that cost: there is always time for keys. */
const APART = 100;
const COST_FACTOR = 3;

/** A tab that nobody sees is drawn so often, ms: for its title. */
const UNSEEN = 1000;

/** Draws when something is new, at most once a frame of the browser. */
export function createPace(draw: () => void): {ask(isUrgent?: boolean): void} {
  let timer: number | undefined;
  let frame: number | undefined;
  let began = Number.NEGATIVE_INFINITY;
  let cost = 0;

  function now(): void {
    timer = frame = undefined;
    began = performance.now();
    draw();
    cost = performance.now() - began;
  }

  function inFrame(): void {
    timer = undefined;
    frame ??= requestAnimationFrame(now);
  }

  return {
    ask(isUrgent = false) {
      if (frame !== undefined && !document.hidden) return;
      if (isUrgent) {
        clearTimeout(timer);
        return inFrame();
      }
      const due = began + Math.max(APART, cost * COST_FACTOR) - performance.now();
      // Where nobody looks, frames do not come.
      timer ??= document.hidden ? setTimeout(now, UNSEEN) : setTimeout(inFrame, Math.max(0, due));
    },
  };
}
