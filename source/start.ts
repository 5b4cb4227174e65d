import {refuseSelfConnections} from './run/self-connection.js';
import {watchOutput} from './run/standard-output.js';
import {version} from './version.js';

watchOutput();
refuseSelfConnections();

// The shortest question is answered before anything else is loaded.
const [asked, ...more] = process.argv.slice(2);
if ((asked === '--version' || asked === '-V') && more.length === 0) process.stdout.write(`${version}\n`);
else await import('./program/program.js');
