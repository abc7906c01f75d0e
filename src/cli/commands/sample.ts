/** `gan sample`: draws samples from a trained run. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../runtime/user-error.ts';
import { addEngineOptions, jsonOption, wholeNumber, type EngineOptions } from '../options.ts';

interface Options extends EngineOptions {
  readonly n: number;
  readonly out?: string;
  readonly value?: string;
  readonly seed: number;
  readonly step?: number;
  readonly json: boolean;
}

export function addSample(program: Command): void {
  const command = program
    .command('sample')
    .summary('draw from a trained run')
    .description(
      'Draws samples from the latest checkpoint of a run: images to a PNG grid, points to CSV or a PNG, anything to safetensors.',
    )
    .argument('<run>', 'the folder of a run')
    .option('-n, --n <count>', 'how many samples', wholeNumber(1), 64)
    .option('--out <file>', 'a .png, .csv or .safetensors file (default: samples.png in the run, or samples.csv)')
    .option('--value <name>', 'which `let` of the spec (default: what the spec shows)')
    .option('--seed <n>', 'another seed, other latents', wholeNumber(0), 0)
    .option('--step <n>', 'from the checkpoint of this step', wholeNumber(0));
  addEngineOptions(command)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan sample runs/digits\n  $ gan sample runs/digits -n 100 --out digits.png --seed 7\n  $ gan sample runs/ring --out points.csv -n 10000',
    )
    .action(async (run: string, options: Options) => {
      const extension = options.out === undefined ? undefined : extname(options.out);
      if (extension !== undefined && !['.png', '.csv', '.safetensors'].includes(extension)) {
        throw new UserError(
          `samples cannot be written as ${extension || 'a file without extension'}`,
          'use .png, .csv or .safetensors',
        );
      }
      const { nodeHost } = await import('../../runtime/hosts/node.ts');
      const { sampleRun } = await import('../../runtime/train/sample.ts');
      const { file, value, shape } = await sampleRun(nodeHost, run, options);
      if (options.json) process.stdout.write(`${JSON.stringify({ version: 1, file, value, shape })}\n`);
      else process.stdout.write(`${file}: ${options.n} of \`${value}\`, [${shape.slice(1).join(', ')}]\n`);
    });
}
