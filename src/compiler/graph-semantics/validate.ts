/** Validates JSON from outside that claims to be a graph. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Graph } from '../graph/graph.ts';
import { graphSchema } from './schema.ts';
import { verify } from './verify.ts';

let compiled: ValidateFunction<Graph> | undefined;

/** @returns one sentence per problem: of form or, if the form is right, of meaning; empty for a sound graph */
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
