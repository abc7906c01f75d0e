/** The exit codes of `gan`. */
export const exitCodes = {
  fine: 0,
  /** The spec has errors, or training met a NaN or infinity. */
  errors: 1,
  /** Wrong usage, unreadable or unwritable files, or invalid data. */
  usage: 2,
  /** A bug in ganspec (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Stopped by Ctrl-C after everything was saved (128 + SIGINT). */
  interrupted: 130,
  /** The reader of the output has gone, as with `| head` (128 + SIGPIPE). */
  notRead: 141,
} as const;
