import { invalid } from './errors';

export type DatasetType = 'Interactions' | 'Items' | 'Users';

export interface Field {
  readonly name: string;
  /** Avro's primitive types, without `null`. */
  readonly types: readonly string[];
  readonly isNullable: boolean;
  readonly isCategorical: boolean;
}

/**
 * The fields that a dataset of VIDEO_ON_DEMAND requires.
 * https://docs.aws.amazon.com/personalize/latest/dg/VIDEO-ON-DEMAND-datasets-and-schemas.html
 */
const required: Readonly<Record<DatasetType, Readonly<Record<string, string>>>> = {
  Interactions: { USER_ID: 'string', ITEM_ID: 'string', TIMESTAMP: 'long', EVENT_TYPE: 'string' },
  Items: { ITEM_ID: 'string', GENRES: 'string', CREATION_TIMESTAMP: 'long' },
  Users: { USER_ID: 'string' },
};

const primitives = ['string', 'int', 'long', 'float', 'double', 'boolean'];

export function datasetTypeOf(text: string): DatasetType {
  const type = (['Interactions', 'Items', 'Users'] as const).find((one) => one.toUpperCase() === text.toUpperCase());
  if (!type) throw invalid(`The laptop does not support datasets of type ${text}`);
  return type;
}

/** Returns the fields of an Avro schema. Throws `InvalidInputException`. */
export function fieldsOf(schema: string): Field[] {
  let parsed: { type?: unknown; fields?: unknown };
  try {
    parsed = JSON.parse(schema);
  } catch (error) {
    throw invalid(`The schema is not JSON: ${(error as Error).message}`);
  }
  if (parsed?.type !== 'record' || !Array.isArray(parsed.fields)) throw invalid('The schema is not an Avro record');
  const fields = parsed.fields.map(({ name, type, categorical }): Field => {
    const types: unknown[] = [type].flat();
    const named = types.filter((one): one is string => primitives.includes(String(one)));
    if (typeof name !== 'string' || !/^[A-Z][A-Z0-9_]*$/i.test(name))
      throw invalid(`'${name}' is not a valid name of a field`);
    const unknown = types.find((one) => one !== 'null' && !primitives.includes(String(one)));
    if (unknown !== undefined || named.length === 0)
      throw invalid(`The type of ${name}, ${JSON.stringify(type)}, is not valid`);
    return { name, types: named, isNullable: types.includes('null'), isCategorical: categorical === true };
  });
  if (new Set(fields.map(({ name }) => name)).size < fields.length) throw invalid('The schema contains a field twice');
  return fields;
}

/** Throws `InvalidInputException` if the domain does not allow the schema for the dataset. */
export function checkSchema(fields: readonly Field[], dataset: DatasetType): void {
  for (const [name, type] of Object.entries(required[dataset])) {
    const field = fields.find((one) => one.name === name);
    if (!field?.types.includes(type))
      throw invalid(`A schema for ${dataset} must have the field ${name} of type ${type}`);
  }
  if (dataset === 'Users' && fields.length < 2)
    throw invalid('A schema for Users must have a field in addition to USER_ID');
}

/**
 * Throws `InvalidInputException` if the fields cannot replace a dataset's present ones.
 * https://docs.aws.amazon.com/personalize/latest/dg/updating-dataset-schema.html
 */
export function checkReplacement(before: readonly Field[], after: readonly Field[], dataset: DatasetType): void {
  if (dataset === 'Interactions') throw invalid('The schema of an Interactions dataset cannot be replaced');
  for (const field of before) {
    const same = after.find(({ name }) => name === field.name);
    if (JSON.stringify(same) !== JSON.stringify(field))
      throw invalid(`The schema changes or leaves out the field ${field.name}`);
  }
  const strict = after.find(({ name, isNullable }) => !isNullable && !before.some((field) => field.name === name));
  if (strict) throw invalid(`The new field ${strict.name} does not allow null`);
}

/** Converts the rows of a table to records, with numbers as numbers. Throws Errors that name the column or row. */
export function recordsOf(rows: readonly (readonly string[])[], fields: readonly Field[]): Record<string, unknown>[] {
  const [header = [], ...body] = rows;
  const missing = fields.filter(({ name, isNullable }) => !isNullable && !header.includes(name));
  if (missing.length)
    throw new Error(`Input csv is missing the following columns: [${missing.map(({ name }) => name).join(', ')}]`);
  const columns = header.map((name) => {
    const field = fields.find((one) => one.name === name);
    if (!field) throw new Error(`Input csv has the column ${name}, which the schema does not have`);
    return field;
  });
  return body.map((row, index) => {
    if (row.length !== header.length)
      throw new Error(`Row ${index + 2} has ${row.length} columns, not ${header.length}`);
    return Object.fromEntries(
      columns.map((field, column) => [field.name, parsed(row[column] as string, field, `Row ${index + 2}`)]),
    );
  });
}

function parsed(text: string, field: Field, where: string): unknown {
  if (text === '') {
    if (field.isNullable) return null;
    throw new Error(`${where} has no ${field.name}`);
  }
  const value = field.types.includes('string')
    ? text
    : field.types.includes('boolean')
      ? { true: true, false: false }[text.toLowerCase()]
      : Number(text);
  if (!fits(value, field))
    throw new Error(`${where}: '${text}' is not a valid ${field.types.join(' or ')} for ${field.name}`);
  return value;
}

function fits(value: unknown, { types, isNullable }: Field): boolean {
  if (value === null) return isNullable;
  if (typeof value === 'string') return types.includes('string');
  if (typeof value === 'boolean') return types.includes('boolean');
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (types.includes('float') || types.includes('double')) return true;
  return Number.isSafeInteger(value) && (types.includes('long') || types.includes('int'));
}

const camelCase = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Converts the properties of an item, a user or an event to a record. Their keys are the schema's fields in camel case.
 * Throws `InvalidInputException`.
 */
export function propertiesOf(
  json: unknown,
  fields: readonly Field[],
  given: readonly string[],
): Record<string, unknown> {
  let properties: unknown;
  try {
    const isText = typeof json === 'string' || json instanceof String;
    properties = isText ? JSON.parse(String(json)) : (json ?? {});
  } catch {
    throw invalid('properties is not JSON');
  }
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    throw invalid('properties is not a JSON object');
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(properties)) {
    const field = fields.find(({ name }) => camelCase(name) === key && !given.includes(name));
    if (!field) throw invalid(`properties: the schema has no field for '${key}' (fields are written in camel case)`);
    if (!fits(value, field)) throw invalid(`properties: ${key} is not a valid ${field.types.join(' or ')}`);
    record[field.name] = value;
  }
  return record;
}
