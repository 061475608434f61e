// A request that fails says why, and whether to try again.

export class Failure extends Error {
  // `wait` are the seconds after which the same request may succeed; null where it never will.
  constructor(message, wait = null) {
    super(message);
    this.wait = wait;
  }
}
