import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

type ErrorLine = { readonly kind: 'error' }
type CountsLine<Counts> = Counts & { readonly kind: 'progress' | 'done' }
type StopLine<Counts> = Counts & { readonly kind: 'stopped'; readonly code: string; readonly message: string }
type Line<Counts> = ErrorLine | CountsLine<Counts> | StopLine<Counts>

/** How a run ended. `broken`: the connection ended before the job said how it stands. */
export type RunEnd =
  | { readonly kind: 'done' | 'interrupted' | 'broken' }
  | { readonly kind: 'stopped'; readonly code: string; readonly message: string }

type RunOptions<Counts> = {
  /** The keys of the lists and objects that a run changes. */
  readonly keys: readonly (readonly unknown[])[]
  readonly lines: (signal: AbortSignal) => AsyncIterable<Line<Counts>>
}

/** Runs a job whose response streams its progress, until it is done, stops or is interrupted. */
export const useRun = <Counts>({ keys, lines }: RunOptions<Counts>) => {
  const client = useQueryClient()
  const [counts, setCounts] = useState<Counts>()
  const controller = useRef<AbortController>(undefined)
  // A run without a page that shows it would go on unnoticed.
  useEffect(() => () => controller.current?.abort(), [])

  const runOnce = async (signal: AbortSignal): Promise<RunEnd> => {
    for await (const line of lines(signal)) {
      if (line.kind === 'error') continue
      setCounts(line)
      if (line.kind === 'done') return { kind: 'done' }
      if (line.kind === 'stopped') return { kind: 'stopped', code: line.code, message: line.message }
    }
    return { kind: 'broken' }
  }
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async (): Promise<RunEnd> => {
      const abort = new AbortController()
      controller.current = abort
      try {
        return await runOnce(abort.signal)
      } catch (thrown) {
        if (abort.signal.aborted) return { kind: 'interrupted' }
        throw thrown
      }
    },
    onMutate: () => setCounts(undefined),
    onSettled: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
  return {
    run: () => mutate(),
    interrupt: () => controller.current?.abort(),
    isRunning: isPending,
    counts,
    end: data,
    error,
  }
}
