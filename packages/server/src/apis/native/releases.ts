import { isDomainError } from '../../core/kernel/domain-error.ts'

type Release = () => Promise<unknown>

/** Beyond this many they are left to the time after which any attempt is given up. */
const most = 1000
/** Milliseconds between tries. */
const interval = 1000

/** What is still to be noted of attempts that ended while the database could not be reached. */
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
    /** Before a key is looked at: what is known to be over must not stand in its way. */
    flush,
    /** Now, or as soon as the database can be reached. */
    async run(release: Release): Promise<void> {
      try {
        await release()
      } catch {
        if (waiting.size < most) waiting.add(release)
        timer ??= setInterval(flush, interval).unref()
      }
    },
  }
}

export type Releases = ReturnType<typeof makeReleases>
