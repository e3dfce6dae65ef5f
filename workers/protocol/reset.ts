/** Tells the death of an object from a failure of what it did. */

/** The runtime says so of what it throws: the object that was called is gone, and a new one would take its place. */
export const wasReset = (error: unknown): boolean =>
  error instanceof Error &&
  (('durableObjectReset' in error && error.durableObjectReset === true) ||
    ('retryable' in error && error.retryable === true) ||
    ('remote' in error &&
      error.remote === true &&
      /abort|reset|killed|no longer active/i.test(error.message)))
