import { encodedBitrate } from '../../lambda/budget/film-use';
import { dubSound } from '../../lambda/speech/dub/dub-sound';
import type { Line } from '../line';
import { type Context, gigabytes, lineIn } from './context';

/** The monthly cost of stored films: the sources and their second copies, and the delivered files in both regions. */
export function store(context: Context): Line[] {
  const { demand, stage, film, n } = context;
  const hours = demand.storedHours;
  const line = lineIn(context, 'stored hour');
  const content = hours * (gigabytes(encodedBitrate(film, n)) + demand.languages * gigabytes(dubSound.bitrate));
  const source = hours * gigabytes(n.sourceMegabits * 1e6);
  // Sources are read only in their first days; Intelligent-Tiering moves them to the infrequent tier after a month.
  const sourcePrice = stage.sourceClass === 'INTELLIGENT_TIERING' ? 's3.intelligent.infrequent' : 's3.standard';
  return [
    line(sourcePrice, source, 'sources'),
    ...(stage.secondCopies
      ? [{ ...line(sourcePrice, source, 'second copies of sources'), region: stage.replicaRegion }]
      : []),
    line('s3.standard', content, 'films'),
    ...(stage.replicates
      ? [{ ...line('s3.standard', content, 'films in the replica'), region: stage.replicaRegion }]
      : []),
  ];
}
