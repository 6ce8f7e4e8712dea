import type { Page, RoleAssignment } from '@muster/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { muster } from '../../app/client.ts'
import { useMay } from '../../app/me.ts'
import { implicationsQuery } from './implied-roles.ts'
import { type Row, rowsOf } from './matrix-rows.ts'
import { type Place, scopeText } from './scope-name.tsx'

/** Assignments of one request; a person has one for each role and reason. */
const limit = 300

const useParts = (place: Place, userId: string | undefined, effective: boolean) =>
  useInfiniteQuery({
    queryKey: ['assignments', scopeText(place), userId ?? null, effective],
    queryFn: ({ pageParam, signal }): Promise<Page<RoleAssignment, string>> =>
      muster.assignments
        .list(
          { scope: scopeText(place), user_id: userId, ...(effective ? { effective } : {}), limit },
          { signal },
        )
        .page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })

/**
 * Who has which role at a place: the stored assignments, which include groups and those for the projects below, joined
 * with the effective ones, which say why.
 */
export const useAssignmentRows = (place: Place, userId: string | undefined) => {
  const stored = useParts(place, userId, false)
  const effective = useParts(place, userId, true)
  const lists = [stored, effective]
  const may = useMay()
  // Those who may not read all implications have the ones that the effective assignments result from.
  const implications = useQuery({
    ...implicationsQuery,
    enabled: may('identity:list_role_inference_rules'),
  })
  const rows: readonly Row[] = useMemo(() => {
    if (stored.data === undefined || effective.data === undefined) return []
    const known = (implications.data ?? []).flatMap(({ prior, implied }) =>
      implied.map((role) => [prior.id, role.id] as const),
    )
    return rowsOf(
      [
        { rows: stored.data.pages.flatMap(({ items }) => items), hasMore: stored.hasNextPage },
        { rows: effective.data.pages.flatMap(({ items }) => items), hasMore: effective.hasNextPage },
      ],
      known,
    )
  }, [stored.data, effective.data, stored.hasNextPage, effective.hasNextPage, implications.data])
  const hasMore = lists.some(({ hasNextPage }) => hasNextPage)
  const isFetching = lists.some((list) => list.isFetchingNextPage)
  const error = [...lists, implications].find((list) => list.error !== null)?.error ?? null
  const isPending = lists.some((list) => list.isPending)
  const fetchMore = () => {
    for (const list of lists) if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  // A page can end before the first person is complete.
  const isEmptyPart = !isPending && rows.length === 0 && hasMore && !isFetching && error === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again when there is still no row
  useEffect(() => {
    if (isEmptyPart) fetchMore()
  }, [isEmptyPart])
  const retry = () => {
    for (const list of [...lists, implications]) if (list.error !== null) void list.refetch()
  }
  return { rows, hasMore, isFetching, isPending, error, fetchMore, retry }
}
