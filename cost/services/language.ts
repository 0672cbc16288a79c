import { soundUse, translationUse, type Use, voiceUse } from '../../lambda/budget/film-use';
import { dubSound } from '../../lambda/speech/dub/dub-sound';
import type { Line } from '../line';
import { type Context, gigabytes, lineIn } from './context';

/** The cost of captions and dubs in further languages. */
export function language(context: Context): Line[] {
  const { demand, stage, film, n } = context;
  const hours = demand.hoursOfSource * demand.languages;
  const films = hours / n.filmHours;
  const line = lineIn(context, 'language hour');
  const of = ({ price, quantity, use }: Use) => line(price, quantity, use);
  const minutes = hours * 60;
  const segments = (hours * 3600) / film.segmentSeconds;
  return [
    ...[translationUse(n, minutes), voiceUse(n, minutes), ...soundUse(minutes, 'a dub')].map(of),
    line('s3.put', segments, 'segments of dubs'),
    ...(stage.replicates
      ? [
          { ...line('s3.put', segments, 'segments of dubs in the replica'), region: stage.replicaRegion },
          line('transfer.interRegion', hours * gigabytes(dubSound.bitrate), 'dubs to the replica'),
        ]
      : []),
    line('s3.standard', hours * gigabytes(film.dubSampleRate * 16), 'dubs before they are encoded, for a month'),
    line('states.transition', films * n.languageTransitions, 'a language’s workflow'),
    line('lambda.compute', (hours * n.dubbingSeconds * stage.memory.pipeline) / 1024, 'translation and dubbing'),
    line('lambda.request', films * n.languageTransitions, 'translation and dubbing'),
  ];
}
