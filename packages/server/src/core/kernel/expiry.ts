/** Whether the expiry has passed; null is no expiry. Both times have the same unit. */
export const isExpired = ({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean =>
  expiresAt !== null && expiresAt <= now
