/** Whether two BCP 47 tags mean one language in one script: `pt-BR` and `pt`, but not `zh` and `zh-TW`. */
export function isSameLanguage(one: string, other: string): boolean {
  const [a, b] = [one, other].map((tag) => new Intl.Locale(tag).maximize());
  return a?.language === b?.language && a?.script === b?.script;
}
