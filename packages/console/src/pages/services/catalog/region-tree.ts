import type { Region } from '@muster/sdk/openstack'

export type RegionNode = { readonly region: Region; readonly below: readonly RegionNode[] }

/** Regions below their parents. A region whose parent is unknown is at the top, so that none is left out. */
export const regionTree = (regions: readonly Region[]): readonly RegionNode[] => {
  const known = new Set(regions.map(({ id }) => id))
  const byParent = Map.groupBy(regions, ({ parentRegionId }) =>
    parentRegionId && known.has(parentRegionId) ? parentRegionId : '',
  )
  const at = (parent: string): readonly RegionNode[] =>
    (byParent.get(parent) ?? []).map((region) => ({ region, below: at(region.id) }))
  return at('')
}

/** The region and those below it, which cannot become its parents. */
export const withBelow = (id: string, regions: readonly Region[]): ReadonlySet<string> => {
  const found = new Set([id])
  // A set grows while it is read.
  for (const one of found)
    for (const region of regions) if (region.parentRegionId === one) found.add(region.id)
  return found
}
