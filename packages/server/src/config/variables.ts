/**
 * Kubernetes sets these for every Service of the namespace, Docker links the same: a Service called `muster` gives
 * MUSTER_SERVICE_HOST, MUSTER_SERVICE_PORT_HTTP, MUSTER_PORT=tcp://… and MUSTER_PORT_5000_TCP_ADDR, one called
 * `muster-db` gives MUSTER_DB_PORT_5432_TCP.
 */
const serviceLink =
  /^MUSTER_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const linkAddress = /^(?:tcp|udp|sctp):\/\//

/** Whether a container platform set the variable to describe one of its services. */
export const isServiceLink = (name: string, value: string): boolean =>
  serviceLink.test(name) || (/^MUSTER_(?:\w+_)?PORT$/.test(name) && linkAddress.test(value))

/** How many letters must be added, removed, replaced or swapped with their neighbour to get from one to the other. */
const editDistance = (one: string, other: string): number => {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, n) => n)]
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const replaced = one[row - 1] === other[column - 1] ? 0 : 1
      const isSwap =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + replaced,
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[other.length] ?? 0
}

/** Longer names are no typing mistakes; comparing them would only cost time. */
const longest = 80

/**
 * What to say of a variable that is no setting: a likely typing mistake is a problem, since what it was meant to set
 * would silently stay as it is; anything else is ignored with a warning.
 */
export const unknownVariable = (
  name: string,
  known: ReadonlySet<string>,
): { readonly problem: string } | { readonly warning: string } => {
  const own = name.slice('MUSTER_'.length)
  if (name.length <= longest)
    for (const setting of known) {
      const meant = setting.slice('MUSTER_'.length)
      const allowed = Math.min(2, Math.floor(meant.length / 3))
      if (Math.abs(meant.length - own.length) <= allowed && editDistance(own, meant) <= allowed)
        return { problem: `${name}: there is no such setting (in the environment). Did you mean ${setting}?` }
    }
  return { warning: `${name} begins with MUSTER_ but is no setting of Muster; it is ignored.` }
}
