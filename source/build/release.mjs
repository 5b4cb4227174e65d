// `npm run release -- 0.2.0`: checks that a version can be released and that no package in it has a known weakness, sets it in
// package.json, and packs it. It neither commits, tags nor publishes: whoever releases looks at the package first.
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const run = (program, ...args) => execFileSync(program, args, {cwd: root, stdio: 'inherit'});
const read = name => readFileSync(resolve(root, name), 'utf8');

/** Whether `version` is behind `current`: both are three numbers. */
function isNewer(version, current) {
  const [a, b] = [version, current].map(text => text.split('.').map(Number));
  const place = a.findIndex((number, i) => number !== b[i]);
  return place >= 0 && a[place] > b[place];
}

/** Why this version cannot be released; undefined when it can. */
export function obstacle(version, {current, changelog, changed}) {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) return 'Name the version: npm run release -- 0.2.0';
  if (version !== current && !isNewer(version, current))
    return `${version} is not above ${current}, the version there is.`;
  if (!changelog.split('\n').includes(`## ${version}`))
    return `CHANGELOG.md has no heading "## ${version}": move what is under "Unreleased" there.`;
  if (changed !== '') return `Commit first; these are changed:\n${changed}`;
  return undefined;
}

function main(version) {
  const changed = execFileSync('git', ['status', '--porcelain'], {cwd: root, encoding: 'utf8'}).trimEnd();
  const why = obstacle(version, {
    current: JSON.parse(read('package.json')).version,
    changelog: read('CHANGELOG.md'),
    changed,
  });
  if (why) {
    console.error(why);
    process.exit(1);
  }
  run('npm', 'audit');
  run('npm', 'test');
  run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version');
  run('npm', 'pack');
  console.log(
    `Packed ${version}. Commit package.json and package-lock.json, tag it v${version} (its README shows pictures of that tag), and publish the .tgz, from CI with --provenance, so that npm can show where it was built.`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2]);
