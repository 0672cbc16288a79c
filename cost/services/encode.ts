import type { Line } from '../line';
import type { PriceKey } from '../prices';
import { type Context, gigabytes, lineIn } from './context';

/** The price of an output by its number of lines. Above 1080 lines, another price applies. */
function tierOf(shortSide: number): PriceKey {
  if (shortSide > 1080) return 'mediaconvert.basic.uhd';
  return shortSide >= 720 ? 'mediaconvert.basic.hd' : 'mediaconvert.basic.sd';
}

/** The sum of the bitrates of a film's encoded renditions and sound, in bits per second. */
export function encodedBitrate({ film, n }: Pick<Context, 'film' | 'n'>): number {
  return film.rungs.reduce((sum, { maxBitrate }) => sum + maxBitrate * n.qvbrFill, film.soundBitrate);
}

/** The cost of processing source until it is playable in its original language. */
export function encode(context: Context): Line[] {
  const { demand, stage, film, n } = context;
  const hours = demand.hoursOfSource;
  const minutes = hours * 60;
  const films = hours / n.filmHours;
  const line = lineIn(context, 'encoded hour');
  const picture = film.rungs.map(({ name, width, height }) =>
    line(tierOf(Math.min(width, height)), minutes, `the ${name} rendition`),
  );
  const sound = film.soundBitrate > 0;
  const job = demand.languages > 0 ? film.soundJob.withDubs : film.soundJob.plain;
  const segments = (hours * 3600 * (film.rungs.length + (sound ? 1 : 0))) / film.segmentSeconds;
  return [
    line('mediaconvert.probe', films),
    ...picture,
    ...(sound
      ? [
          line('mediaconvert.audio', minutes, 'the original'),
          line('mediaconvert.loudness', minutes, 'the original'),
          ...job.map((side, index) =>
            line(tierOf(side), minutes, index === 0 ? 'sound for Transcribe' : 'original sound for dubs'),
          ),
          line('transcribe.batch', minutes),
        ]
      : []),
    line('s3.put', segments, 'segments'),
    ...(stage.replicates
      ? [
          { ...line('s3.put', segments, 'segments in the replica'), region: stage.replicaRegion },
          line('transfer.interRegion', hours * gigabytes(encodedBitrate(context)), 'segments to the replica'),
        ]
      : []),
    ...(stage.secondCopies
      ? [
          { ...line('s3.put', films, 'second copies of sources'), region: stage.replicaRegion },
          line('transfer.interRegion', hours * gigabytes(n.sourceMegabits * 1e6), 'second copies of sources'),
        ]
      : []),
    line('states.transition', films * n.filmTransitions, 'a film’s workflow'),
    line('cloudwatch.ingest', (films * n.filmTransitions * n.workflowLogBytes) / 1e9, 'a film’s workflow'),
    line('lambda.compute', (hours * n.pipelineSeconds * stage.memory.pipeline) / 1024, 'the pipeline'),
    line('lambda.request', films * n.filmTransitions, 'the pipeline'),
    line('events.custom', films, 'S3’s event of the upload'),
    line('dynamodb.write', films * n.filmWrites, 'a film’s records'),
    { ...line('dynamodb.replicatedWrite', films * n.filmWrites, 'a film’s records'), region: stage.replicaRegion },
  ];
}
