import type { RequestInfo } from './errors.ts'

export type AttemptInfo = RequestInfo & {
  /** The address without its query. */
  readonly url: string
  /** 1 for the first attempt. */
  readonly attempt: number
}

/** Hooks for logs and traces. They never receive headers, queries or bodies. An exception in a hook fails the call. */
export type Hooks = {
  readonly onRequest?: (info: AttemptInfo) => void
  readonly onResponse?: (
    info: AttemptInfo & {
      readonly status: number
      readonly requestId: string | undefined
      /** Milliseconds. */
      readonly duration: number
    },
  ) => void
  /** A request is attempted again after `delay` milliseconds. */
  readonly onRetry?: (info: AttemptInfo & { readonly delay: number; readonly reason: string }) => void
}
