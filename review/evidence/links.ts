import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Folders without documents of this repository. */
const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.git', '.omnistream']);

/** All Markdown files below the folder, relative to it. */
export function markdownFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownFiles(root, path);
      return entry.name.endsWith('.md') ? [path] : [];
    })
    .sort();
}

/** One line for each dead relative link of the files: the file, the link and the reason. */
export function deadLinks(root: string, files: readonly string[] = markdownFiles(root)): string[] {
  return files.flatMap((file) =>
    linksOf(readFileSync(join(root, file), 'utf8')).flatMap((link) => {
      const found = deadBecause(root, file, link);
      return found ? [`${file}: ${link}: ${found}`] : [];
    }),
  );
}

function deadBecause(root: string, file: string, link: string): string | undefined {
  const [path = '', anchor] = decodeURI(link).split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (target.startsWith('..')) return 'it leaves the repository';
  if (!existsSync(join(root, target))) return `there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  if (statSync(join(root, target)).isDirectory()) return `${target} is a folder`;
  const known = anchorsOf(readFileSync(join(root, target), 'utf8'));
  return known.has(anchor) ? undefined : `${target} has no heading #${anchor}`;
}

/** Inline links, definitions and links in HTML, without links to other sites. */
function linksOf(markdown: string): string[] {
  const text = prose(markdown).replace(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, '');
  const patterns = [/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g, /^\s*\[[^\]]+\]:\s+(\S+)/gm, /\b(?:href|src)="([^"]+)"/g];
  const links = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return links.filter((link) => !/^([a-z]+:|\/\/)/.test(link));
}

/** GitHub's anchors of a document: of its headings, and of `id` and `name` in HTML. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const text = prose(markdown);
  const counts = new Map<string, number>();
  const ofHeadings = [...text.matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const slug = slugOf(heading);
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set([...ofHeadings, ...[...text.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)]);
}

/** https://github.com/gjtorikian/html-pipeline: lower case, without punctuation, spaces as hyphens. */
export function slugOf(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The text without fenced code, which contains no headings and no links. */
const prose = (markdown: string): string => markdown.replace(/^(\s*)(```+|~~~+)[^\n]*\n[\s\S]*?^\s*\2\s*$/gm, '');
