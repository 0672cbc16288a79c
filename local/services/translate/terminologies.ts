import type { ImportTerminologyCommandInput, TerminologyProperties } from '@aws-sdk/client-translate';
import type { Term } from '../../engines/translate/terms';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { parseTable } from './csv';

/** An imported terminology. The first row contains the languages, each other row a term in each of them. */
interface Terminology {
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  readonly arn: string;
  readonly format: 'CSV' | 'TSV';
  readonly directionality: 'UNI' | 'MULTI';
  readonly languages: readonly string[];
  readonly terms: readonly (readonly string[])[];
  readonly size: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** https://docs.aws.amazon.com/translate/latest/dg/creating-custom-terminology.html */
const maxBytes = 10_000_000;
const nameForm = /^([A-Za-z0-9-]_?)+$/;

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

/** Custom terminologies, keyed by region. */
export class Terminologies {
  private readonly store: Store<Terminology>;

  constructor(private readonly kernel: Kernel) {
    this.store = kernel.store('translate', 'terminologies');
  }

  /** Throws `InvalidParameterValueException`, `LimitExceededException`. */
  import(input: ImportTerminologyCommandInput, region: string): TerminologyProperties {
    const { Name = '', Description, TerminologyData } = input;
    if (!nameForm.test(Name) || Name.length > 256) throw invalid(`The terminology's name '${Name}' is not valid`);
    if (input.MergeStrategy !== 'OVERWRITE') throw invalid(`MergeStrategy '${input.MergeStrategy}' is not OVERWRITE`);
    if (input.EncryptionKey) throw invalid('EncryptionKey: the laptop does not support encrypted terminologies');
    const file = TerminologyData?.File ?? new Uint8Array();
    if (file.length > maxBytes) throw new ServiceError('LimitExceededException', 'The terminology file is too large');
    const format = TerminologyData?.Format;
    if (format !== 'CSV' && format !== 'TSV')
      throw invalid(`The laptop supports terminologies in CSV and TSV, not in '${format}'`);
    const [languages, terms] = tableOf(Buffer.from(file).toString(), format);
    const before = this.store.get(`${region}/${Name}`);
    const terminology: Terminology = {
      name: Name,
      region,
      ...(Description !== undefined && { description: Description }),
      arn: `arn:aws:translate:${region}:${this.kernel.accountId}:terminology/${Name}/LATEST`,
      format,
      directionality: TerminologyData?.Directionality ?? 'UNI',
      languages,
      terms,
      size: file.length,
      createdAt: before?.createdAt ?? this.kernel.now(),
      updatedAt: this.kernel.now(),
    };
    this.store.put(`${region}/${Name}`, terminology);
    return describe(terminology);
  }

  list(region: string): TerminologyProperties[] {
    return this.store.entries().flatMap(([, one]) => (one.region === region ? [describe(one)] : []));
  }

  /** Throws `ResourceNotFoundException`. */
  delete(name: string, region: string): void {
    this.find(name, region);
    this.store.delete(`${region}/${name}`);
  }

  /** Returns the terms of the named terminologies from one language to another. Throws `ResourceNotFoundException`. */
  terms(names: readonly string[], region: string, from: string, to: string): { name: string; terms: Term[] }[] {
    return names.map((name) => {
      const { languages, terms, directionality } = this.find(name, region);
      const [source, target] = [languages.indexOf(from), languages.indexOf(to)];
      if (source < 0 || target < 0 || (directionality === 'UNI' && source > 0)) return { name, terms: [] };
      const pairs = terms.map((row) => ({ source: row[source] ?? '', target: row[target] ?? '' }));
      return { name, terms: pairs.filter((term) => term.source !== '' && term.target !== '') };
    });
  }

  private find(name: string, region: string): Terminology {
    const found = this.store.get(`${region}/${name}`);
    if (!found) throw new ServiceError('ResourceNotFoundException', `The terminology '${name}' could not be found`);
    return found;
  }
}

function tableOf(text: string, format: 'CSV' | 'TSV'): [string[], string[][]] {
  try {
    const [languages = [], ...terms] = parseTable(text, format === 'CSV' ? ',' : '\t');
    if (languages.length < 2 || new Set(languages).size < languages.length || languages.includes('')) {
      throw new Error('the first row must contain at least two languages');
    }
    if (terms.length === 0) throw new Error('the file has no terms');
    return [languages, terms];
  } catch (error) {
    throw invalid(`The terminology file cannot be read: ${(error as Error).message}`);
  }
}

function describe({ languages, terms, ...one }: Terminology): TerminologyProperties {
  return {
    Name: one.name,
    Description: one.description,
    Arn: one.arn,
    SourceLanguageCode: languages[0],
    TargetLanguageCodes: languages.slice(1),
    SizeBytes: one.size,
    TermCount: terms.length,
    CreatedAt: new Date(one.createdAt),
    LastUpdatedAt: new Date(one.updatedAt),
    Directionality: one.directionality,
    Format: one.format,
  };
}
