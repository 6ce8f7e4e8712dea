/** Tokens, receipts, trusts: whole seconds, six zero digits, Z (keystone.md section 1.1). Unix seconds in. */
export const tokenTime = (seconds: number): string => `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}.000000Z`

/** Password and application credential expiry: microseconds, no Z. Unix milliseconds in. */
export const plainTime = (ms: number | null): string | null =>
  ms === null ? null : `${new Date(ms).toISOString().slice(0, 23)}000`
