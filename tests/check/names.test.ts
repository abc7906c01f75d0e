/** Which name means what: declarations in any order, what a body sees, what hides what. */
import { expect, test } from 'vitest';
import { complaints, network, summary } from './checked-programs.ts';

test('declarations may come in any order', () => {
  expect(
    complaints(`
    let fake = G(z)
    network G(z: tensor[n]) -> tensor[n] { z |> twice(n) }
    block twice(x, m) { x |> repeat(2) { dense(m) |> relu } }
    latent z ~ normal[n]
    const n = half * 2
    const half = 4`),
  ).toEqual([]);
});

test("a body sees its parameters, its own names and the top of the file; not the caller's", () => {
  const outer = 'const n = 3';
  expect(complaints(`${outer}\nnetwork N(x: tensor[2]) -> tensor[3] { let y = x |> dense(n)\n y |> relu }`)).toEqual(
    [],
  );
  expect(
    complaints(
      `${outer}\nblock b(x) { x |> dense(hidden) }\nnetwork N(x: tensor[2]) -> tensor[3] { let hidden = 3\n x |> b }`,
    ),
  ).toEqual(['unknown-name']);
  expect(complaints('network N(x: tensor[2]) -> tensor[2] { let y = x\n y }\nlet w = y')).toEqual(['unknown-name']);
});

test('a parameter hides a name of the file, and a loop variable both', () => {
  const n = network(
    'const n = 9\nblock b(x, n) { x |> dense(n) |> for n in [5, 6] { dense(n) } }\nnetwork N(x: tensor[2]) -> tensor[6] { x |> b(4) }',
    'N',
  );
  expect(summary(n)).toEqual(['b(4)/dense(n) [4]', 'b(4)/dense[5] [5]', 'b(4)/dense[6] [6]']);
});
