import {execFile} from 'node:child_process';
import {readdir, readFile, readlink} from 'node:fs/promises';
import {promisify} from 'node:util';

/** Who listens on a port, such as `node (pid 4711)`, as far as this user may know; nothing where that is not told. Never throws. */
export async function holderOf(port: number): Promise<{by?: string}> {
  try {
    const by = process.platform === 'linux' ? await inProc(port) : await fromLsof(port);
    return by === undefined ? {} : {by};
  } catch {
    return {};
  }
}

/** The kernel's tables say which socket listens, and the folder of a process which are its own. */
async function inProc(port: number): Promise<string | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  const sockets = new Set(tables.flatMap(table => listening(table, port)).map(inode => `socket:[${inode}]`));
  const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  for (const pid of processes) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(open.map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (!links.some(link => sockets.has(link))) continue;
    return `${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()} (pid ${pid})`;
  }
  return undefined;
}

/** The inodes of sockets in the state LISTEN (0A) on a port, of a table such as /proc/net/tcp. */
export function listening(table: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap(line => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    return local.endsWith(`:${hex}`) && state === '0A' && inode !== '0' ? [inode] : [];
  });
}

async function fromLsof(port: number): Promise<string | undefined> {
  const {stdout} = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {timeout: 1500});
  const [, pid] = /^p(\d+)$/m.exec(stdout) ?? [];
  const [, name] = /^c(.+)$/m.exec(stdout) ?? [];
  return pid === undefined ? undefined : `${name ?? 'a program'} (pid ${pid})`;
}
