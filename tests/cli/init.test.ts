import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, gan, oneMessage, root } from './gan.ts';

const templates = readdirSync(join(root, 'specs'))
  .filter((name) => name.endsWith('.gan'))
  .map((name) => name.slice(0, -4));

describe('gan init', () => {
  it.each(templates)('writes %s, which checks', async (template) => {
    const cwd = folder();
    const { code, out } = await gan(['init', 'mine', '--template', template], { cwd });
    expect({ code, out }).toEqual({
      code: 0,
      out: 'wrote mine.gan\nnext: gan check mine.gan, then gan train mine.gan\n',
    });
    expect(readdirSync(cwd)).toEqual(['mine.gan']);
    expect(readFileSync(join(cwd, 'mine.gan'), 'utf8')).toMatch(/^model mine$/m);
    expect(await gan(['check', 'mine.gan'], { cwd })).toMatchObject({ code: 0, err: '' });
  });

  it('uses the template of that name, or else ring', async () => {
    const cwd = folder();
    for (const [args, file, model] of [
      [[], 'ring.gan', 'ring'],
      [['digits'], 'digits.gan', 'digits'],
      [['faces'], 'faces.gan', 'faces'],
    ] as const) {
      expect(await gan(['init', ...args], { cwd })).toMatchObject({ code: 0 });
      expect(readFileSync(join(cwd, file), 'utf8')).toContain(`model ${model}\n`);
    }
    expect(readFileSync(join(cwd, 'digits.gan'), 'utf8')).toBe(readFileSync(join(root, 'specs/digits.gan'), 'utf8'));
  });

  it('does not overwrite a file', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'ring.gan'), 'mine');
    const { code, err } = await gan(['init', 'ring'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(oneMessage(/ring\.gan already exists/, /another name/));
    expect(readFileSync(join(cwd, 'ring.gan'), 'utf8')).toBe('mine');
  });

  it.each(['a-b', '../up', '1st', 'gan net', '', 'model', 'network', 'train', 'in'])(
    'does not take %j as a name that would not check',
    async (name) => {
      const cwd = folder();
      const { code, err } = await gan(['init', name], { cwd });
      if (code === 0) {
        expect(await gan(['check', `${name}.gan`], { cwd })).toMatchObject({ code: 0 });
      } else {
        expect(code).toBe(2);
        expect(err).toMatch(oneMessage(/cannot be the name of a model/, /letter/));
        expect(existsSync(join(cwd, `${name}.gan`))).toBe(false);
      }
    },
  );

  it('knows its templates', async () => {
    const { code, err } = await gan(['init', 'a', '--template', 'stylegan'], { cwd: folder() });
    expect(code).toBe(2);
    for (const template of templates) expect(err).toContain(template);
  });
});
