/** What the process says when it ends. */
export const exitCodes = {
  fine: 0,
  /** The spec, or the training, has errors. */
  errors: 1,
  /** Wrong usage, files that cannot be read or written, data that are not what they should be. */
  usage: 2,
  /** Our bug (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Stopped by Ctrl-C, everything saved (128 + SIGINT). */
  interrupted: 130,
  /** Nobody reads what it writes any more, as with `| head` (128 + SIGPIPE). */
  notRead: 141,
} as const;
