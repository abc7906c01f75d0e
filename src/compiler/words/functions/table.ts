/** All functions that a spec can call, by family. */
import { activationFunctions } from './activations.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { comparisonFunctions } from './comparisons.ts';
import { contractionFunctions } from './contraction.ts';
import { convolutionFunctions } from './convolution.ts';
import { convolutionWithFunctions } from './convolution-with.ts';
import { crossEntropyFunctions } from './cross-entropies.ts';
import { denseFunctions } from './dense.ts';
import type { FunctionDefinition } from './function.ts';
import { minibatchFunctions } from './minibatch.ts';
import { normalizationFunctions } from './normalization.ts';
import { orderingFunctions } from './ordering.ts';
import { rearrangingFunctions } from './rearranging.ts';
import { poolingFunctions } from './pooling.ts';
import { reductionFunctions } from './reductions.ts';
import { replayFunctions } from './replay.ts';
import { resamplingFunctions } from './resampling.ts';
import { shapingFunctions } from './shaping.ts';

export const families: readonly { readonly title: string; readonly functions: readonly FunctionDefinition[] }[] = [
  { title: 'Dense layers and embeddings', functions: denseFunctions },
  { title: 'Products and contractions', functions: contractionFunctions },
  { title: 'Convolutions', functions: [...convolutionFunctions, ...convolutionWithFunctions] },
  { title: 'Pooling', functions: poolingFunctions },
  { title: 'Resampling and filters', functions: resamplingFunctions },
  { title: 'Normalisation and dropout', functions: normalizationFunctions },
  { title: 'Activations', functions: activationFunctions },
  { title: 'Shapes', functions: [...shapingFunctions, ...rearrangingFunctions] },
  { title: 'Arithmetic', functions: arithmeticFunctions },
  { title: 'Comparisons', functions: comparisonFunctions },
  { title: 'Reductions', functions: reductionFunctions },
  { title: 'The minibatch', functions: minibatchFunctions },
  { title: 'Order and places', functions: orderingFunctions },
  { title: 'Cross-entropies', functions: crossEntropyFunctions },
  { title: 'Memory', functions: replayFunctions },
];

export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  families.flatMap((family) => family.functions).map((f) => [f.name, f]),
);
