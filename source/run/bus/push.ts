import {open} from 'node:fs/promises';
import {type BusAccess, connectBus} from '../../bus/connect.js';
import {BusError} from '../../bus/error.js';
import {openBusLink} from '../../bus/link.js';
import {type PublishingState, startPublishing} from '../../bus/publisher.js';
import {FileError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import {maskObservation} from '../../output/mask.js';
import {schema} from '../../recording/line.js';
import {isHeld} from '../../recording/lock.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import {codeOf} from '../../text/system-error.js';
import {recordingNamed} from '../recordings/named.js';
import {streams} from '../streams.js';
import {listenerNameOf, teamOf} from './access.js';
import {leftovers} from './leftovers.js';

/**
 * Sends what of recordings is not on the bus yet: of those that are named, or of all in the state folder that were left. Returns the exit status.
 * Throws `FileError`, and `BusError` at the first refusal.
 */
export async function push(named: readonly string[], access: BusAccess, config: Config): Promise<number> {
  const files = named.length > 0 ? await Promise.all(named.map(checked)) : (await leftovers()).map(({file}) => file);
  if (files.length === 0)
    streams.err('Nothing was left: all that was published in the state folder is there to its end.\n');
  else await connectBus(access).then(connection => connection.close());
  for (const file of files) {
    const sent = await pushOne(file, access, config);
    streams.err(
      `${printable(file, 1000)}: ${sent === 0 ? 'all of it was there' : `${counted(sent, 'observation')} sent`}.\n`,
    );
  }
  return 0;
}

/** A recording by its name, or by that of one of the state folder. */
async function checked(name: string): Promise<string> {
  const file = await recordingNamed(name);
  const start = await beginningOf(file);
  if (!start.startsWith(`{"schema":"${schema}"`))
    throw new FileError(
      `${printable(file, 1000)} is no recording of this version that could be sent. A packed one has to be unpacked before.`,
    );
  if (await isHeld(file))
    throw new FileError(
      `${printable(file, 1000)} is being written by a monitor. With --bus that one sends it; or wait until it has ended.`,
    );
  return file;
}

async function beginningOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const {buffer, bytesRead} = await handle.read(Buffer.alloc(64), 0, 64, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new FileError(`${printable(file, 1000)} cannot be read (${codeOf(error)}). Give the path of a recording.`);
  }
}

async function pushOne(file: string, access: BusAccess, config: Config): Promise<number> {
  let refused: PublishingState | undefined;
  const publisher = startPublishing({
    file,
    newest: () => file,
    isOver: () => true,
    names: {team: teamOf(config), listener: listenerNameOf(config)},
    url: busAddressText(access.address),
    connect: () => openBusLink(access),
    ...(config.settings.busMask?.value && {mask: maskObservation}),
    tell(news) {
      if (news.state === 'failing') {
        refused = news;
        void publisher.close();
      } else if (news.code !== 'published' && news.code !== 'other-names')
        streams.err(`${printable(news.text, 1000)}\n`);
    },
  });
  await publisher.done;
  if (refused) throw new BusError(refused.code as BusError['code'], refused.text);
  return publisher.state().sent;
}
