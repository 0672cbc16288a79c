import { encodedBitrate, extractionUse, pictureUse, recognitionUse, type Use } from '../../lambda/budget/film-use';
import type { Line } from '../line';
import { type Context, gigabytes, lineIn } from './context';

/** The cost of processing source until it is playable in its original language. */
export function encode(context: Context): Line[] {
  const { demand, stage, film, n } = context;
  const hours = demand.hoursOfSource;
  const minutes = hours * 60;
  const films = hours / n.filmHours;
  const line = lineIn(context, 'encoded hour');
  const of = ({ price, quantity, use }: Use) => line(price, quantity, use);
  const sound = film.soundBitrate > 0;
  const job = demand.languages > 0 ? film.soundJob.withDubs : film.soundJob.plain;
  const segments = (hours * 3600 * (film.rungs.length + (sound ? 1 : 0))) / film.segmentSeconds;
  return [
    line('mediaconvert.probe', films),
    ...pictureUse(film, minutes).map(of),
    ...(sound ? [...extractionUse(job, minutes), recognitionUse(minutes)].map(of) : []),
    line('s3.put', segments, 'segments'),
    ...(stage.replicates
      ? [
          { ...line('s3.put', segments, 'segments in the replica'), region: stage.replicaRegion },
          line('transfer.interRegion', hours * gigabytes(encodedBitrate(film, n)), 'segments to the replica'),
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
