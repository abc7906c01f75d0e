/** Graphs from outside: JSON that claims to be one. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Graph } from '../graph/graph.ts';
import { graphSchema } from './schema.ts';
import { verify } from './verify.ts';

let compiled: ValidateFunction<Graph> | undefined;

/** @returns a sentence for each problem, of form first, then of meaning; none for a sound graph */
export function validateGraph(json: unknown): string[] {
  compiled ??= new Ajv2020({ discriminator: true, allErrors: true }).compile<Graph>(graphSchema());
  return compiled(json) ? verify(json) : compiled.errors!.map(formatError);
}

function formatError({ instancePath, message, params }: ErrorObject): string {
  const detail =
    params['additionalProperty'] ??
    params['allowedValues'] ??
    params['allowedValue'] ??
    params['tagValue'] ??
    undefined;
  return `${instancePath || 'the graph'} ${message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}
