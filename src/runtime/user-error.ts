/** A problem that the user can solve: files, data, arguments, what is installed. Exit code 2. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** What to do about it. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.help = help;
  }
}
