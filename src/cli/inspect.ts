/** `gan inspect`: what the compiler makes of a spec, stage by stage. */
import { Option, type Command } from 'commander';
import { parse } from '../parser/parse.ts';
import type { Program } from '../compiler/check/program.ts';
import { analyze, compile } from '../compiler/compile.ts';
import { emitters, type Stage } from './emit.ts';
import { SpecError } from '../compiler/check/spec-error.ts';
import { jsonOption, setOption, type Constants } from './options.ts';
import { readSpec, requireConstants } from './spec-file.ts';
import { overviewJson, overviewText } from './overview.ts';

interface InspectOptions {
  readonly emit?: Stage;
  readonly set: Constants;
  readonly json: boolean;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .summary('show networks, sizes and costs, or any stage of the compiler')
    .description(
      'Shows the networks layer by layer with their parameters, and what a training step costs; or one stage of the compiler.',
    )
    .argument('<file>', 'a .gan file')
    .addOption(
      new Option(
        '--emit <stage>',
        'tokens, tree, types, graph (losses), step (with gradients and updates), plan (in order, with memory)',
      ).choices(Object.keys(emitters)),
    )
    .addOption(setOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan inspect specs/dcgan.gan\n  $ gan inspect specs/ring.gan --emit step\n  $ gan inspect specs/dcgan.gan --json',
    )
    .action((file: string, options: InspectOptions) => {
      const source = readSpec(file);
      if (options.set.size > 0) requireConstants(parse(source).spec, options.set, file);
      const text = options.emit
        ? emitters[options.emit](source, options.set, options.json)
        : overview(checkedProgram(analyze(source, { constants: options.set })), options.json);
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    });
}

function overview(program: Program, json: boolean): string {
  const model = compile(program);
  return json ? JSON.stringify(overviewJson(model), null, 2) : overviewText(model);
}

function checkedProgram({ program, diagnostics }: ReturnType<typeof analyze>): Program {
  if (!program) throw new SpecError(diagnostics);
  return program;
}
