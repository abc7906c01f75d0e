/** `gan doctor`: which engines work here, which do not, and the command that fixes each. */
import { Option, type Command } from 'commander';
import type { Answer } from '../../runtime/doctor/apart.ts';
import { engineNames, type EngineName } from '../../runtime/engines/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonOption } from '../options.ts';
import { colours } from '../report/terminal.ts';

interface Options {
  readonly examine?: EngineName;
  readonly json: boolean;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('show which engines work here, and how to fix the others')
    .description(
      'Looks at this machine and at every engine: whether it can be used and what it really runs on, or why not and the command that fixes it. Exit code 2 if none can be used.',
    )
    .addOption(
      new Option(
        '--examine <engine>',
        'only this engine, in this process: shows everything its library prints',
      ).choices(engineNames),
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  $ gan doctor\n  $ gan doctor --json\n  $ gan doctor --examine wasm')
    .action(async ({ examine, json }: Options) => {
      const usable = examine === undefined ? await examineAll(json) : await examineOne(examine, json);
      if (!usable) process.exitCode = exitCodes.usage;
    });
}

async function examineAll(json: boolean): Promise<boolean> {
  const [{ examineApart }, { examineMachine }, { askNvidia }, { diagnose }, report] = await Promise.all([
    import('../../runtime/doctor/apart.ts'),
    import('../../runtime/doctor/machine.ts'),
    import('../../runtime/doctor/nvidia.ts'),
    import('../../runtime/doctor/diagnosis.ts'),
    import('../report/doctor-report.ts'),
  ]);
  const program = process.argv[1]!;
  const examined = engineNames.map(async (name) => {
    const args = ['doctor', '--examine', name];
    return [name, await examineApart({ module: program, args, command: `gan ${args.join(' ')}` })] as const;
  });
  const [nvidia, engines] = await Promise.all([askNvidia(), Promise.all(examined)]);
  const diagnosis = await diagnose(examineMachine(), nvidia, new Map(engines));
  const text = json ? JSON.stringify(report.reportJson(diagnosis), null, 2) : report.reportText(diagnosis, colours);
  process.stdout.write(`${text}\n`);
  return [...diagnosis.engines.values()].some(({ usable }) => usable);
}

/**
 * Prints the finding and, if a parent process started this one, sends it there: `gan doctor` starts one process per
 * engine.
 */
async function examineOne(name: EngineName, json: boolean): Promise<boolean> {
  const { examineEngine } = await import('../../runtime/engines/index.ts');
  const { nodeHost } = await import('../../runtime/hosts/node.ts');
  let answer: Answer;
  try {
    answer = { examination: await examineEngine(nodeHost, name) };
  } catch (cause) {
    if (!process.send) throw cause;
    answer = { error: cause instanceof Error ? cause.message : String(cause) };
  }
  if (process.send) {
    await new Promise<void>((sent) => process.send!(answer, undefined, undefined, () => sent()));
    process.disconnect();
  }
  if ('error' in answer) return false;
  const { engineJson, enginesText } = await import('../report/doctor-report.ts');
  const { examination } = answer;
  const text = json
    ? JSON.stringify({ version: 1, engines: [engineJson(name, examination)] }, null, 2)
    : enginesText(new Map([[name, examination]]), colours);
  process.stdout.write(`${text}\n`);
  return examination.usable;
}
