/** Colours, where the output is a terminal that shows them. */
import picocolors from 'picocolors';

/** `NO_COLOR` and `FORCE_COLOR` decide if either is set (picocolors reads them); otherwise the stream does. */
function coloursFor(stream: NodeJS.WriteStream) {
  const { env } = process;
  const forced = env['NO_COLOR'] !== undefined || env['FORCE_COLOR'] !== undefined;
  const wanted = forced ? picocolors.isColorSupported : stream.isTTY === true && env['TERM'] !== 'dumb';
  return picocolors.createColors(wanted);
}

export const colours = coloursFor(process.stdout);
export const errorColours = coloursFor(process.stderr);
