// Which packages are in the bundle, under which licences: the package has no dependencies that would say so.
import {execFileSync} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The packages that files of a bundle come from (`inputs` of esbuild's metafile), by their folders. */
export async function packagesIn(inputs) {
  const folders = new Set();
  for (const input of Object.keys(inputs)) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (folder) folders.add(join(root, folder));
  }
  const packages = [...folders].sort().map(async folder => ({
    folder,
    ...JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  }));
  return Promise.all(packages);
}

/** The licence of each, as its authors ask for. */
export async function licencesOf(packages) {
  const texts = packages.map(async ({folder, name, version, license, author}) => {
    const file = (await readdir(folder)).find(each => /^licen[cs]e/i.test(each));
    const text = file
      ? await readFile(join(folder, file), 'utf8')
      : `(No licence text in the package. Author: ${author?.name ?? author ?? 'not given'})`;
    return `${name} ${version} — ${license}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

/** A CycloneDX bill of materials: what npm knows of all packages of this project, less those that are not in the bundle. */
export function billOfMaterials(packages) {
  const all = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--include=dev'], {
    cwd: root,
    encoding: 'utf8',
  });
  const bill = JSON.parse(all);
  const own = bill.metadata.component;
  const bundled = new Set(packages.map(({name, version}) => `${name}@${version}`));
  const components = bill.components
    .filter(({name, version}) => bundled.delete(`${name}@${version}`))
    // For this project they are for development only, and optional; in the bundle they are neither.
    .map(({properties: _, ...component}) => ({...component, scope: 'required'}));
  if (bundled.size > 0)
    throw new Error(`npm does not know ${[...bundled].join(', ')}, which the bundle has: run npm ci.`);
  const dependencies = [{ref: own['bom-ref'], dependsOn: components.map(each => each['bom-ref'])}];
  return `${JSON.stringify({...bill, components, dependencies}, null, 2)}\n`;
}
