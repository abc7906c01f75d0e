/** A few lines that ask for more than can be built: each must be refused with one message, and quickly. */

const usual = 'train for 100 steps, batch 8 {\n  minimize g over G using adam(1e-3)\n}';

const around = (networks: string, use: string, training = usual): string => `model huge

latent z ~ normal[4]

${networks}

let made = ${use}
loss g = mean(made ^ 2)

${training}
`;

const small = 'network G(z: tensor[4]) -> tensor[4] {\n  z |> dense(4)\n}';

/** Declarations each of which is used twice by the next. */
function doubling(count: number, first: string, next: (i: number) => string): string {
  return [first, ...Array.from({ length: count - 1 }, (_, i) => next(i + 1))].join('\n\n');
}

export const hugeSpecs: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: '`repeat(10000)` in `repeat(10000)`',
    text: around(
      'network G(z: tensor[4]) -> tensor[4] {\n  z |> dense(4) |> repeat(10000) { repeat(10000) { relu } } |> dense(4)\n}',
      'G(z)',
    ),
  },
  {
    name: 'blocks that use one another twice, 40 deep',
    text: around(
      `${doubling(
        40,
        'block b0(x: tensor[n]) -> tensor[n] {\n  x |> dense(n) |> relu\n}',
        (i) => `block b${i}(x: tensor[n]) -> tensor[n] {\n  x |> b${i - 1} |> b${i - 1}\n}`,
      )}\n\nnetwork G(z: tensor[4]) -> tensor[4] {\n  z |> b39 |> dense(4)\n}`,
      'G(z)',
    ),
  },
  {
    name: 'functions that use one another twice, 40 deep',
    text: around(
      `${small}\n\n${doubling(
        40,
        'fn f0(x) {\n  x * 2\n}',
        (i) => `fn f${i}(x) {\n  f${i - 1}(x) + f${i - 1}(2 * x)\n}`,
      )}`,
      'f39(G(z))',
    ),
  },
  {
    name: 'a training with `repeat 1_000_000`',
    text: around(
      small,
      'G(z)',
      'train for 100 steps, batch 8 {\n  repeat 1_000_000 { minimize g over G using adam(1e-3) }\n}',
    ),
  },
  {
    name: 'networks that call one another twice, 30 deep',
    text: around(
      `${doubling(
        30,
        'network n0(z: tensor[4]) -> tensor[4] {\n  z |> dense(4) |> relu |> dense(4)\n}',
        (i) => `network n${i}(z: tensor[4]) -> tensor[4] {\n  z |> n${i - 1} |> n${i - 1} |> dense(4)\n}`,
      )}`,
      'n29(z)',
      `train for 100 steps, batch 8 {\n  minimize g over ${Array.from({ length: 30 }, (_, i) => `n${i}`).join(', ')} using adam(1e-3)\n}`,
    ),
  },
];
