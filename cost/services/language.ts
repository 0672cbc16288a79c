import type { Line } from '../line';
import { type Context, gigabytes, lineIn } from './context';

/** Characters of speech in an hour of film. */
const spokenCharacters = ({ n }: Pick<Context, 'n'>): number => n.charactersPerMinute * 60 * n.speechShare;

/** The cost of captions and dubs in further languages. */
export function language(context: Context): Line[] {
  const { demand, stage, film, n } = context;
  const hours = demand.hoursOfSource * demand.languages;
  const characters = hours * spokenCharacters(context);
  const films = hours / n.filmHours;
  const line = lineIn(context, 'language hour');
  const segments = (hours * 3600) / film.segmentSeconds;
  return [
    line('translate.text', characters * (1 + n.briefShare)),
    line('polly.neural', characters * (1 + n.respokenShare)),
    line('mediaconvert.audio', hours * 60, 'a dub'),
    line('mediaconvert.loudness', hours * 60, 'a dub'),
    line('s3.put', segments, 'segments of dubs'),
    ...(stage.replicates
      ? [
          { ...line('s3.put', segments, 'segments of dubs in the replica'), region: stage.replicaRegion },
          line('transfer.interRegion', hours * gigabytes(film.soundBitrate), 'dubs to the replica'),
        ]
      : []),
    line('s3.standard', hours * gigabytes(film.dubSampleRate * 16), 'dubs before they are encoded, for a month'),
    line('states.transition', films * n.languageTransitions, 'a language’s workflow'),
    line('lambda.compute', (hours * n.dubbingSeconds * stage.memory.pipeline) / 1024, 'translation and dubbing'),
    line('lambda.request', films * n.languageTransitions, 'translation and dubbing'),
  ];
}
