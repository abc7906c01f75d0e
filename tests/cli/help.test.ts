import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, gan, root } from './gan.ts';
import { tiny, write } from './specs.ts';

const commands = ['init', 'check', 'inspect', 'profile', 'train', 'sample', 'library', 'doctor'] as const;

describe('help', () => {
  it('lists every command, shows examples and what the exit codes mean', async () => {
    const { code, out, err } = await gan(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toMatch(/Examples:\n {2}\$ gan init ring/);
    expect(out).toMatch(/Exit codes: 0 fine, 1 .*, 2 .*, 70 .*, 130 /);
  });

  it.each(commands)('of %s says what it does, explains every option and shows examples', async (command) => {
    const { code, out, err } = await gan([command, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^Usage: gan ${command}`));
    expect(out).toMatch(new RegExp(`\nExamples:\n( {2}\\$ gan ${command}.*\n?)+`));
    for (const [line] of out.matchAll(/^ {2}-.*$/gm)) expect(line).toMatch(/^ {2}-\S.*\S {2,}\S|<\w+>$|=value>$/);
  });

  it('gives the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await gan(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('has examples that work as they are written', async () => {
    const cwd = folder();
    const { out } = await gan(['init', '--help']);
    const examples = [...out.matchAll(/\$ gan (.*)/g)].map((match) => match[1]!.split(' '));
    expect(examples).toHaveLength(2);
    for (const example of examples) expect(await gan(example, { cwd })).toMatchObject({ code: 0, err: '' });
    for (const example of [
      'check specs/dcgan.gan',
      'inspect specs/dcgan.gan',
      'inspect specs/ring.gan --emit step',
      'inspect specs/dcgan.gan --json',
      'library',
      'library show gradient_penalty',
      'library show objectives',
      'library show hinge_d --json',
    ]) {
      expect(await gan(example.split(' '))).toMatchObject({ code: 0, err: '' });
    }
  });
});

describe('wrong usage ends with 2, nothing on stdout and a way out', () => {
  it.each([
    [['trian'], /unknown command 'trian'.*\n\(Did you mean train\?\)/],
    [['check', '--sett', 'a=1', 'x.gan'], /unknown option '--sett'.*\n\(Did you mean --set\?\)/],
    [['check'], /missing required argument 'files'/],
    [['check', '--set', 'width', 'x.gan'], /write NAME=VALUE, as in --set width=32/],
    [['inspect', 'tiny.gan', '--emit', 'trees'], /Allowed choices are tokens, tree, symbols, types, graph, step, plan/],
    [['inspect', 'tiny.gan', 'tiny.gan'], /too many arguments/],
    [['train'], /which spec\?\n {2}help: give a \.gan file, or --resume/],
    [['train', 'tiny.gan', '--resume', 'runs/ring'], /give either a \.gan file or --resume/],
    [['train', 'tiny.gan', '--step', '3'], /--step chooses a checkpoint of a run\n {2}help: give --resume too/],
    [['train', 'tiny.gan', '--steps', 'ten'], /it must be a whole number of at least 1/],
    [['train', 'tiny.gan', '--steps', '0'], /it must be a whole number of at least 1/],
    [['train', 'tiny.gan', '--seed', ''], /it must be a whole number of at least 0/],
    [['train', 'tiny.gan', '--engine', 'cuda'], /Allowed choices are auto, .*wasm, cpu/],
    [['train', '--resume', 'runs/ring', '--seed', '1'], /--seed .*\n {2}help: /],
    [['train', '--resume', 'runs/ring', '--set', 'a=1'], /--set .*\n {2}help: /],
    [['train', '--resume', 'runs/ring', '--weights', 'a.safetensors'], /--weights .*\n {2}help: /],
    [['train', '--resume', 'runs/ring', '--run', 'runs/other'], /--run .*\n {2}help: /],
    [['train', '--resume', 'runs/ring', '--save-initial', 'a.safetensors'], /--save-initial .*\n {2}help: /],
    [['sample', 'runs/none', '-n', '0'], /it must be a whole number of at least 1/],
  ])('gan %j', async (args, message) => {
    // An empty folder, where arguments that are wrongly accepted would leave traces.
    const cwd = folder();
    write(cwd, tiny);
    const { code, out, err } = await gan(args, { cwd });
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 2, out: '', left: ['tiny.gan'] });
    expect(err).toMatch(message);
  });

  it('and without any argument shows the help', async () => {
    const { code, out, err } = await gan([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/Commands:/);
  });
});
