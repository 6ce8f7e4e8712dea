const reasons = ['idle', 'ended', 'deleted'] as const

/** What the address of the sign-in page contains: where to go afterwards, and why it is shown. */
export type SignInSearch = { readonly to?: string; readonly why?: (typeof reasons)[number] }

export const readSignInSearch = ({ to, why }: Record<string, unknown>): SignInSearch => {
  const reason = reasons.find((known) => known === why)
  return { ...(typeof to === 'string' && to !== '/' ? { to } : {}), ...(reason ? { why: reason } : {}) }
}
