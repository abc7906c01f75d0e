/** How training shows its progress: one line redrawn in place on a terminal, a line now and then elsewhere, or JSON. */
import { SingleBar } from 'cli-progress';
import type { ObservationResult } from '../../runtime/train/observations.ts';
import type { Progress, TrainResult } from '../../runtime/train/train.ts';
import { formatInteger } from './format-integer.ts';
import { errorColours } from './terminal.ts';

const SECONDS_BETWEEN_LINES = 10;
const MILLISECONDS_BETWEEN_RENEWALS = 100;

export class ProgressDisplay {
  private readonly json: boolean;
  private readonly bar: SingleBar | null;
  private shownAt = -Infinity;

  constructor(json: boolean) {
    this.json = json;
    const terminal = !json && process.stderr.isTTY === true;
    const format = '{bar} {value}/{total}  {told}';
    this.bar = terminal
      ? new SingleBar({
          format,
          barsize: 20,
          hideCursor: true,
          stream: process.stderr,
          gracefulExit: false,
          clearOnComplete: true,
          barCompleteChar: '━',
          barIncompleteChar: '─',
        })
      : null;
  }

  start(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  progress(progress: Progress): void {
    const now = performance.now();
    const wait = this.bar ? MILLISECONDS_BETWEEN_RENEWALS : SECONDS_BETWEEN_LINES * 1000;
    const ends = progress.step >= progress.totalSteps;
    if (now - this.shownAt < wait && !(ends && this.shownAt > -Infinity)) return;
    this.shownAt = now;
    if (this.json) return this.line({ event: 'progress', ...progress, values: Object.fromEntries(progress.values) });
    const told = [progress.phase, losses(progress.values), pace(progress)].filter(Boolean).join('  ');
    if (!this.bar) {
      process.stderr.write(`step ${progress.step}/${progress.totalSteps}  ${told}\n`);
    } else if (this.bar.isActive) {
      this.bar.update(progress.step, { told });
    } else {
      this.bar.start(progress.totalSteps, progress.step, { told });
    }
  }

  observed({ observation, numbers }: ObservationResult, step: number, picture?: string): void {
    if (this.json)
      return this.line({
        event: 'report',
        step,
        report: observation.text,
        ...(numbers && { numbers }),
        ...(picture && { picture }),
      });
    if (numbers) this.note(`step ${step}  ${observation.text}: ${describeNumbers(numbers)}`);
  }

  note(text: string): void {
    if (this.json) return;
    const active = this.bar?.isActive ?? false;
    if (active) process.stderr.write('\r\u001b[2K');
    process.stderr.write(`${text}\n`);
    if (active) this.bar!.updateETA();
  }

  end(result: TrainResult, folder: string): void {
    this.stop();
    const { step, finished } = result;
    if (this.json)
      return this.line({
        event: 'end',
        step,
        finished,
        values: Object.fromEntries(result.values),
        metrics: Object.fromEntries(result.metrics),
        run: folder,
      });
    const state = finished ? errorColours.green('done') : errorColours.yellow('stopped and saved');
    const next = finished ? `gan sample ${folder}` : `gan train --resume ${folder}`;
    process.stderr.write(`${state} at step ${formatInteger(step)}: ${folder}\nnext: ${next}\n`);
  }

  stop(): void {
    if (this.bar?.isActive) this.bar.stop();
  }

  private line(record: object): void {
    process.stdout.write(`${JSON.stringify({ version: 1, ...record })}\n`);
  }
}

function losses(values: ReadonlyMap<string, number>): string {
  return [...values]
    .filter(([name]) => !name.endsWith('.gradient_norm'))
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join('  ');
}

const pace = ({ stepsPerSecond, secondsLeft }: Progress): string =>
  stepsPerSecond === null ? '' : `${stepsPerSecond.toPrecision(3)} steps/s  ${duration(secondsLeft!)} left`;

function describeNumbers(numbers: Readonly<Record<string, number>>): string {
  if ('highQuality' in numbers)
    return `${numbers['modes']} of ${numbers['of']} modes, ${(100 * numbers['highQuality']!).toFixed(1)} % high quality`;
  return Object.entries(numbers)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min ${s} s` : `${s} s`;
}
