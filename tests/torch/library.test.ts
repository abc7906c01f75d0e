/** The library's blocks and formulas against PyTorch, in float64. */
import { test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { graphOfY } from '../check/graphs.ts';
import { host, noise } from '../engines/engines.ts';
import { askTorch, expectClose } from './functions.ts';
import { libraryCases } from './library-cases.ts';
import { findPython, howToGetPython } from './python.ts';

const python = findPython();
if (!python) console.warn(`not tested: the library against PyTorch: ${howToGetPython}`);

const thrice = 'import spectral_norm as once from parametrizations\nblock thrice(k) { once(k, iterations: 3) }';

const cases = libraryCases.map(({ name, spec, torch }) => {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `${thrice}\nmodel test\n${spec}` });
  if (!program) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join('; ')}`);
  const graph = graphOfY(program, 4);
  const values = graph.inputs.map(({ name: path, node, source }, i) => {
    const { dtype, shape } = graph.nodes[node]!.output;
    if (dtype === 'int32') return [path, host(shape, [2, 0, 2, 1], dtype)] as const;
    const drawn = noise(shape, 31 + i);
    const isUniform = source.kind === 'random' && source.distribution.kind === 'uniform';
    return [
      path,
      host(
        shape,
        Array.from(drawn.data, (x) => (isUniform ? (x + 1) / 2 : 1.5 * x)),
      ),
    ] as const;
  });
  return { name, torch, graph, values: new Map(values) };
});

/** `draw/a` is `a`, and `G/dense(3)/kernel` is `G_dense_3_kernel`. */
const named = (path: string): string => path.replace(/^draw\//, '').replaceAll(/\W+/g, '_');

const answers = python
  ? askTorch(
      python,
      cases.map(({ torch, values }) => ({
        torch,
        values: new Map([...values].map(([path, value]) => [named(path), value])),
      })),
    )
  : [];

test.skipIf(!python).each(cases.map((each, i) => [each.name, each, i] as const))('%s', (_, { graph, values }, i) => {
  const exact = [...values].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }] as const);
  expectClose(evaluateGraph(graph, new Map(exact)), answers[i]!);
});
