/** Invalid arguments: the command prints its usage and exits with 2 without any change. */
export class UsageError extends Error {}
