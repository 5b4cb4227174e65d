import {createRequire} from 'node:module';

// The shortest question is answered before anything else is loaded.
const [asked, ...more] = process.argv.slice(2);
if ((asked === '--version' || asked === '-V') && more.length === 0) {
  const {version} = createRequire(import.meta.url)('../package.json') as {version: string};
  process.stdout.write(`${version}\n`);
} else {
  await import('./program.js');
}
