/** The arguments are wrong: the command ends with 2 and its usage, and nothing was done. */
export class UsageError extends Error {}
