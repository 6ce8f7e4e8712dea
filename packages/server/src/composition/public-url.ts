export type PublicUrl = {
  /** Empty until the server listens, unless it is configured. */
  readonly current: () => string
  /** Uses the address of the server, unless another one is configured. */
  readonly reachedAt: (address: string) => void
}

/** The URL under which clients reach the server: configured, or known once the server listens. */
export const makePublicUrl = (configured: string | undefined): PublicUrl => {
  let url = configured ?? ''
  return {
    current: () => url,
    reachedAt(address) {
      if (url === '') url = address
    },
  }
}
