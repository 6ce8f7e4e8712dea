/** What somebody typed makes no sense: the command ends with 2, and nothing was done. */
export class UsageError extends Error {}
