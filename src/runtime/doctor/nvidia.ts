/** NVIDIA GPUs, as reported by the driver's `nvidia-smi`. */
import { execFile } from 'node:child_process';

export interface Gpu {
  readonly name: string;
  /** Null if the driver does not report it. */
  readonly memoryBytes: number | null;
  readonly freeBytes: number | null;
  readonly driver: string;
}

export interface NvidiaAnswer {
  readonly gpus: readonly Gpu[];
  /** What is wrong with a driver that is installed but does not respond. */
  readonly problem?: string;
}

const MOST_MILLISECONDS = 10_000;
const MEBIBYTE = 2 ** 20;
const query = ['--query-gpu=name,memory.total,memory.free,driver_version', '--format=csv,noheader,nounits'];

/** Resolves to no GPUs and no problem if there is no driver. */
export function askNvidia(): Promise<NvidiaAnswer> {
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: MOST_MILLISECONDS, killSignal: 'SIGKILL' }, (error, out, err) => {
      if (!error) resolve({ gpus: readGpus(out) });
      else if (error.code === ('ENOENT' as never)) resolve({ gpus: [] });
      else {
        // It may print the error to either stream.
        const said = `${out}\n${err}`.trim().split('\n')[0] || error.message.split('\n')[0]!;
        const problem = error.killed ? `it does not answer within ${MOST_MILLISECONDS / 1000} s` : said;
        resolve({ gpus: [], problem });
      }
    });
  });
}

/** Parses `NVIDIA H200, 143771, 143160, 550.54.15`, one line per GPU; unknown values are `[N/A]`. */
export function readGpus(text: string): Gpu[] {
  const bytes = (mebibytes: string | undefined): number | null =>
    mebibytes !== undefined && /^\d+$/.test(mebibytes) ? Number(mebibytes) * MEBIBYTE : null;
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', total, free, driver = ''] = line.split(',').map((cell) => cell.trim());
      return { name, memoryBytes: bytes(total), freeBytes: bytes(free), driver };
    });
}
