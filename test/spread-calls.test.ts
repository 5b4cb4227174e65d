import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';
import {expect, it} from 'vitest';

const source = join(import.meta.dirname, '../source');

/** Rooms where every list comes of what a person wrote, or of our own tables; the page's are as long as a template has places. */
const own = /^(build|commands|config|program|simulator)\/|^page\/render\.ts$/;

/** Where a list is spread into the arguments of a call, as `file:line`. */
function spreadCalls(file: string): string[] {
  const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.some(ts.isSpreadElement))
      found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1} ${node.getText(tree)}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

it('no list of unknown length is spread into a call: from some 100,000 on that ends the program', () => {
  const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(
    file => /\.tsx?$/.test(file) && !own.test(file),
  );
  expect(files.flatMap(spreadCalls)).toEqual([]);
});
