import { isDomainError } from '../../core/kernel/domain-error.ts'

type Release = () => Promise<unknown>

/** Maximum number of pending records; further attempts are left to their timeout. */
const maxPending = 1000
/** Milliseconds between retries. */
const interval = 1000

/** Records results of idempotent attempts, and retries while the database is unavailable. */
export const makeReleases = () => {
  const waiting = new Set<Release>()
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> | undefined

  const flushAll = async () => {
    for (const release of waiting)
      try {
        await release()
        waiting.delete(release)
      } catch (thrown) {
        if (isDomainError(thrown, 'unavailable')) return
        waiting.delete(release)
      }
    clearInterval(timer)
    timer = undefined
  }
  const flush = async (): Promise<void> => {
    if (waiting.size === 0) return
    flushing ??= flushAll().finally(() => {
      flushing = undefined
    })
    await flushing
  }
  return {
    /** Writes pending records; called before a key is checked. */
    flush,
    /** Writes now, or when the database is available again. */
    async run(release: Release): Promise<void> {
      try {
        await release()
      } catch {
        if (waiting.size < maxPending) waiting.add(release)
        timer ??= setInterval(flush, interval).unref()
      }
    },
  }
}

export type Releases = ReturnType<typeof makeReleases>
