// What old versions of Node cannot read is behind this file, so it must be one that they can: the build turns it into ES2015, and it
// has no static import and no top-level await. Before Node 12 it even runs as CommonJS.

/** The oldest version that is allowed by `engines` in package.json, such as "20.19"; filled in by the build. */
declare const OLDEST_NODE: string;

const {node} = process.versions;
const [major = 0, minor = 0] = node.split('.').map(Number);
const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);

if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) import('./start.js');
else {
  process.stderr.write(
    `convo-monitor needs Node ${OLDEST_NODE} or newer, and this is Node ${node}: ` +
      'install a newer one from https://nodejs.org or with your version manager (nvm install 22), and start again.\n',
  );
  // As for everything in a machine's set-up that must be mended first; see run/exit.ts.
  process.exitCode = 3;
}
