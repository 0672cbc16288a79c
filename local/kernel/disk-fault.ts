/** The codes of errors for which the disk is the reason, or the rights to it, and not what is written. */
const codes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE']);

/** Their texts, for libraries that report no codes: FFmpeg and LevelDB. */
const texts =
  /No space left on device|Disk quota exceeded|Read-only file system|Input\/output error|Too many open files/i;

/**
 * Whether an operation failed because the disk is full, read-only or broken. Such an operation can be repeated later; the
 * data is not the reason.
 */
export function isDiskFault(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (codes.has((one as NodeJS.ErrnoException).code ?? '') || texts.test(one.message)) return true;
  }
  return false;
}
