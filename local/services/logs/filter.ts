import { ServiceError } from '../../kernel/service';

/**
 * Parses unstructured filter patterns: words and "quoted phrases" that must all occur. Throws
 * `InvalidParameterException` for all other patterns (`?` and `-` terms, JSON, columns, regular expressions).
 */
export function containsAll(pattern = ''): (message: string) => boolean {
  const terms = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
  if (/^\s*[{[%]/.test(pattern) || /(^|\s)[?-]/.test(pattern.replace(/"[^"]*"/g, ''))) {
    throw new ServiceError('InvalidParameterException', `This runtime does not support the filter pattern ${pattern}`);
  }
  return (message) => terms.every((term) => message.includes(term));
}
