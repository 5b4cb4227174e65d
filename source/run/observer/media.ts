import type {Meter, SocketTap, SocketWatch} from '../../call/media.js';
import type {Observation} from '../../call/observation.js';
import type {MediaWatch} from '../../media/watch.js';

export type LateMedia = {
  watch: SocketWatch;
  follow(o: Observation): void;
  meters(): Record<string, Meter>;
  close(): Promise<void>;
};

/** What is kept while it loads: observations, and pieces of what passes. */
const MOST_EARLY = 1000;

/** Who looks at WebSockets, loaded when the listener is up: what comes before waits, in order. */
export function lateMedia(loading: Promise<MediaWatch>): LateMedia {
  let media: MediaWatch | undefined;
  let early: ((media: MediaWatch) => void)[] = [];
  const tell = (say: (media: MediaWatch) => void): void => {
    if (media) say(media);
    else if (early.length < MOST_EARLY) early.push(say);
  };
  void loading.then(loaded => {
    media = loaded;
    for (const say of early) say(loaded);
    early = [];
  });
  return {
    watch: {
      opened(opened): SocketTap {
        let tap: SocketTap | undefined;
        tell(each => {
          tap = each.opened(opened);
        });
        return {
          passed(from, bytes) {
            const kept = media ? bytes : Buffer.from(bytes);
            tell(() => tap?.passed(from, kept));
          },
          isWhole: from => tap?.isWhole(from) ?? false,
          ended: (by, reason) => tell(() => tap?.ended(by, reason)),
        };
      },
      refused: refused => tell(each => each.refused(refused)),
    },
    follow: o => tell(each => each.follow(o)),
    meters: () => media?.meters() ?? {},
    close: async () => media?.close(),
  };
}
