/**
 * `metrics.jsonl`: one JSON object per line, appended during training. JSON has no NaN and no infinities; they are
 * written as the strings "NaN", "Infinity" and "-Infinity", which Python's `float()` and JavaScript's `Number()` read.
 */
import { codeOf, readText, type AppendedFile, type Files } from '../platform/files.ts';
import { CheckpointError } from './errors.ts';

export interface MetricsRecord {
  readonly step: number;
  readonly [name: string]: number | string | boolean | null;
}

/** An open log. Once `append` has returned, the line is in the file completely; if it has thrown, not at all. */
export class MetricsLog {
  private readonly file: AppendedFile;

  constructor(files: Files, path: string) {
    this.file = files.append(path);
  }

  append(record: MetricsRecord): void {
    this.file.append(
      `${JSON.stringify(record, (_, value: unknown) => (isNotFinite(value) ? String(value) : value))}\n`,
    );
  }

  close(): void {
    this.file.close();
  }
}

const isNotFinite = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

/**
 * Rewinds a log to a checkpoint: keeps the lines of steps up to `step`, as if training had stopped there. An incomplete
 * last line, which a killed process leaves, is dropped as well. A missing file stays missing.
 */
export async function truncateMetrics(files: Files, path: string, step: number): Promise<void> {
  let text: string;
  try {
    text = readText(files, path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    throw new CheckpointError(`cannot read ${path}: ${(cause as Error).message}`, 'check that the file can be read', {
      cause,
    });
  }
  const lines = text.split('\n').slice(0, -1);
  const kept = lines
    .filter((line, i) => stepOf(line, path, i + 1) <= step)
    .map((line) => `${line}\n`)
    .join('');
  if (kept !== text) await files.write(path, kept);
}

function stepOf(line: string, path: string, number: number): number {
  try {
    const { step } = JSON.parse(line) as { readonly step?: unknown };
    if (typeof step === 'number') return step;
  } catch {
    // Reported below, together with lines that have no step.
  }
  throw new CheckpointError(
    `${path}, line ${number}, is not a JSON object with a number \`step\``,
    'correct or remove the line, or move the file away to start a new log',
  );
}
