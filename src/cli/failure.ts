/** Turns a thrown error into a message for the user and an exit code. */
import { hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { render } from '../diagnostics/render.ts';
import { exitCodes } from './exit-codes.ts';
import { errorColours } from './report/terminal.ts';
import { UserError } from '../runtime/user-error.ts';

/** Reports an error on stderr; of an `AggregateError`, each one. Returns the exit code, that of the first. */
export function reportFailure(cause: unknown): number {
  if (cause instanceof AggregateError) return (cause.errors as unknown[]).map(reportFailure)[0]!;
  const diagnostics = diagnosticsOf(cause);
  if (diagnostics && hasErrors(diagnostics)) {
    process.stderr.write(`${render(diagnostics, { color: errorColours.isColorSupported })}\n`);
    return exitCodes.errors;
  }
  if (diagnostics) return reportFailure(new UserError((cause as Error).message, 'give a spec that imports it'));
  if (cause instanceof UserError) {
    process.stderr.write(
      `${errorColours.red('error')}: ${cause.message}\n  ${errorColours.cyan('help')}: ${cause.help}\n`,
    );
    return exitCodes.usage;
  }
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(
    `${errorColours.red('bug')}: this is a mistake in ganspec, not in your spec. Please report it, with the spec and this:\n${text}\n`,
  );
  return exitCodes.bug;
}

function diagnosticsOf(cause: unknown): readonly Diagnostic[] | null {
  if (!(cause instanceof Error)) return null;
  if (cause.name === 'SpecError' && 'diagnostics' in cause) return cause.diagnostics as readonly Diagnostic[];
  if (cause.name === 'TrainingError' && 'diagnostic' in cause) return [cause.diagnostic as Diagnostic];
  return null;
}
