import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from '@swc/core';

const root = join(__dirname, '..', '..');
/** Folders with sources; what a build makes is in none of them. */
const folders = [
  ...['bench', 'bin', 'checks', 'cli', 'cost', 'lambda', 'lib', 'local', 'ops', 'review', 'scripts', 'test', 'web'],
];
const endings = ['', '.ts', '.mjs', '.d.ts', '.d.mts', '/index.ts', '/index.mjs'];

/** Paths of all sources, from the repository's root. */
export function sourceFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path))
      .filter((path) => /\.(ts|mts|mjs)$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path)),
  );
}

/** Everything that a source imports: types too, and by `import()`, `export … from` and `require` of a literal. */
export function importsIn(text: string): string[] {
  const found = new Set<string>();
  collect(parseSync(text, { syntax: 'typescript', target: 'es2022' }), found);
  return [...found];
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly source?: Node | null;
  readonly argument?: Node;
  readonly callee?: Node;
  /** A list where the node is a call. */
  readonly arguments?: unknown;
}

function collect(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collect(item, found);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type, source, argument, callee, arguments: args } = node as Node;
  const [first] = (Array.isArray(args) ? args : []) as { readonly expression: Node }[];
  const isLoad = callee?.type === 'Import' || (callee?.value === 'require' && callee.type === 'Identifier');
  const names = [
    ...(type === 'TsImportType' ? [argument] : []),
    ...(type === 'CallExpression' && isLoad ? [first?.expression] : []),
    ...(/^(Import|Export)\w*Declaration$/.test(type ?? '') ? [source] : []),
  ];
  for (const name of names) if (name?.type === 'StringLiteral') found.add(String(name.value));
  for (const value of Object.values(node)) collect(value, found);
}

/** The file that a relative import means; `undefined` for packages and for what a build makes. */
function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const base = posix.join(dirname(from), specifier);
  return endings
    .map((ending) => base + ending)
    .find((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile());
}

export interface Source {
  readonly path: string;
  /** As the source spells them. */
  readonly specifiers: readonly string[];
  /** The files of the repository among them. */
  readonly files: readonly string[];
}

export function readSources(): Source[] {
  return sourceFiles().map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    // The parser knows no declaration files: in a source, a constant without a value has to be declared.
    const isDeclaration = /\.d\.m?ts$/.test(path);
    const specifiers = importsIn(isDeclaration ? text.replace(/^export (?=const )/gm, 'export declare ') : text);
    return { path, specifiers, files: specifiers.flatMap((specifier) => resolve(path, specifier) ?? []) };
  });
}

/** Groups of nodes that reach each other: strongly connected components of two and more (Tarjan). */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    const at = index.size;
    index.set(node, at);
    low.set(node, at);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) low.set(node, Math.min(low.get(node) as number, visit(next)));
      else if (stack.includes(next)) low.set(node, Math.min(low.get(node) as number, index.get(next) as number));
    }
    if (low.get(node) === at) {
      const group = stack.splice(stack.indexOf(node));
      if (group.length > 1) found.push(group.sort());
    }
    return low.get(node) as number;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}
