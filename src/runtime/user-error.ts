/** Something the user can do something about: files, data, arguments, what is installed. Exit code 2. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.help = help;
  }
}
