import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gan, oneMessage, root } from './gan.ts';

const folder = join(root, 'src/compiler/library');
const files = readdirSync(folder).filter((name) => name.endsWith('.gan'));
const textOf = (module: string): string => readFileSync(join(folder, `${module}.gan`), 'utf8');

interface Listed {
  readonly version: number;
  readonly modules: readonly {
    readonly name: string;
    readonly everywhere: boolean;
    readonly documentation: string;
    readonly declarations: readonly {
      readonly name: string;
      readonly kind: string;
      readonly signature: string;
      readonly documentation: string;
    }[];
  }[];
}

describe('gan library', () => {
  it('lists every module with a line about it, how its names are reached, and its names', async () => {
    const { code, out, err } = await gan(['library']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const blocks = out.trimEnd().split('\n\n');
    expect(blocks).toHaveLength(files.length + 1);
    expect(blocks.at(-1)).toBe('gan library show NAME prints how one of them is written');
    for (const [i, file] of files.toSorted().entries()) {
      const [title, about, ...names] = blocks[i]!.split('\n');
      const name = file.replace('.gan', '');
      expect(title).toMatch(new RegExp(`^${name} {2}(known everywhere|import \\w+ from ${name})$`));
      expect(textOf(name)).toContain(`/// ${about!.trim().split(' ').slice(0, 5).join(' ')}`);
      const declared = [...textOf(name).matchAll(/^(?:fn|block|network|const) (\w+)/gm)].map(([, n]) => n);
      expect(names.join(' ').trim().split(/ +/)).toEqual(declared);
    }
    expect(out).toMatch(/^objectives {2}known everywhere$/m);
  });

  it('lists the same as JSON', async () => {
    const { code, out } = await gan(['library', '--json']);
    expect(code).toBe(0);
    const { version, modules } = JSON.parse(out) as Listed;
    expect(version).toBe(1);
    expect(modules.map((m) => `${m.name}.gan`)).toEqual(files.toSorted());
    const penalties = modules.find((m) => m.name === 'penalties')!;
    expect(penalties).toMatchObject({ everywhere: true, documentation: "Penalties on a critic's gradient." });
    expect(penalties.declarations[0]).toEqual({
      name: 'gradient_penalty',
      kind: 'fn',
      signature: 'gradient_penalty(D, real, fake, target: 1.0)',
      documentation:
        "Gulrajani et al. 2017, eq. 3: the critic's gradient between real and generated examples has length 1.",
    });
  });
});

describe('gan library show', () => {
  it('prints one declaration as it is written, with its comment', async () => {
    const { code, out, err } = await gan(['library', 'show', 'hinge_g']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('/// Miyato et al. 2018, eq. 17.\nfn hinge_g(fake) {\n  -mean(fake)\n}\n');
  });

  it('prints every declaration as its file has it', async () => {
    const { modules } = JSON.parse((await gan(['library', '--json'])).out) as Listed;
    for (const { name, declarations } of modules) {
      const { out } = await gan(['library', 'show', declarations.at(-1)!.name]);
      expect(textOf(name)).toContain(out);
    }
  });

  it('prints a whole module', async () => {
    expect(await gan(['library', 'show', 'penalties'])).toMatchObject({ code: 0, err: '', out: textOf('penalties') });
  });

  it.each([[['library', 'show', 'r1', '--json']], [['library', '--json', 'show', 'r1']]])(
    'prints JSON: %j',
    async (args) => {
      const { out } = await gan(args);
      expect(JSON.parse(out)).toEqual({
        version: 1,
        module: 'penalties',
        everywhere: true,
        name: 'r1',
        kind: 'fn',
        signature: 'r1(D, real)',
        documentation: 'Mescheder et al. 2018, eq. 9: half the squared gradient of the discriminator on the data.',
        source: 'fn r1(D, real) {\n  0.5 * mean(norm(grad(sum(D(real)), real))^2)\n}',
      });
    },
  );

  it('prints a whole module as JSON', async () => {
    const { out } = await gan(['library', 'show', 'objectives', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      kind: 'module',
      name: 'objectives',
      everywhere: true,
      source: textOf('objectives'),
    });
  });

  it.each([
    ['gradient_penaltie', /did you mean gradient_penalty\?/],
    ['wgangp', /did you mean gradient_penalty\?/],
    ['penaltys', /did you mean penalties\?/],
    ['conv2d', /`gan library` lists what it has; what is built in is described in docs\/functions\.md/],
  ])('says that there is no %s, and what there is', async (name, help) => {
    const { code, out, err } = await gan(['library', 'show', name]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(oneMessage(new RegExp(`the library has nothing called \`${name}\``), help));
  });

  it('asks for a name', async () => {
    const { code, out, err } = await gan(['library', 'show']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/missing required argument 'name'/);
  });

  it('has examples that work as they are written', async () => {
    const { code, out } = await gan(['library', 'show', '--help']);
    expect(code).toBe(0);
    const examples = [...out.matchAll(/\$ gan ([^>\n]*)/g)].map(([, args]) => args!.trim().split(' '));
    expect(examples).toHaveLength(3);
    for (const example of examples) expect(await gan(example)).toMatchObject({ code: 0, err: '' });
  });
});
