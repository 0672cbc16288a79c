export function laptopContext(given?: Readonly<Record<string, string>>): Record<string, string>;
export function assemblyFolder(context: Readonly<Record<string, string>>): string;
