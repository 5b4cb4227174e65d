// The page of a package shows the pictures of a README only by whole addresses, a clone only by paths. So npm's `prepack` writes
// addresses into README.md, and `postpack` the paths again.
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the repository's files can be seen as they were at this version, which a release tags. */
function baseOf({repository, version}) {
  const [, name] = /^git\+https:\/\/github\.com\/([^/]+\/[^/]+)\.git$/.exec(repository.url) ?? [];
  if (!name)
    throw new Error(
      `package.json: repository.url is "${repository.url}", which is no repository on GitHub; see ${import.meta.url}.`,
    );
  return `https://raw.githubusercontent.com/${name}/v${version}/`;
}

/** A README for the page of a package, which is described as in package.json. */
export function withAddresses(readme, described) {
  return readme.replace(/(!\[[^\]]*\]\()(?![a-z]+:)/g, `$1${baseOf(described)}`);
}

/** The README of a clone again. */
export function withPaths(readme, described) {
  return readme.replaceAll(`](${baseOf(described)}`, '](');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const change = {'--addresses': withAddresses, '--paths': withPaths}[process.argv[2]];
  if (!change) throw new Error('Say which: readme-pictures.mjs --addresses, or --paths');
  const [file, described] = [resolve(root, 'README.md'), resolve(root, 'package.json')];
  writeFileSync(file, change(readFileSync(file, 'utf8'), JSON.parse(readFileSync(described, 'utf8'))));
}
