/**
 * Variables that Kubernetes sets for every Service of the namespace, and Docker for links. A Service `muster` sets
 * MUSTER_SERVICE_HOST, MUSTER_SERVICE_PORT_HTTP, MUSTER_PORT=tcp://… and MUSTER_PORT_5000_TCP_ADDR; a Service
 * `muster-db` sets MUSTER_DB_PORT_5432_TCP.
 */
const serviceLink =
  /^MUSTER_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const linkAddress = /^(?:tcp|udp|sctp):\/\//

/** Whether a container platform set the variable to describe one of its services. */
export const isServiceLink = (name: string, value: string): boolean =>
  serviceLink.test(name) || (/^MUSTER_(?:\w+_)?PORT$/.test(name) && linkAddress.test(value))

/** Variables of the `muster` command as a client of a server: not settings, and often set beside them. */
const clientVariables: ReadonlySet<string> = new Set(['MUSTER_URL', 'MUSTER_API_KEY', 'MUSTER_PROFILE'])

export const isClientVariable = (name: string): boolean => clientVariables.has(name)

/** The Damerau-Levenshtein distance (optimal string alignment). */
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

/** Maximum length of a compared name; a longer one cannot be a typing error. */
const longest = 80

/**
 * The message for a variable that is not a setting. A likely typing error is a problem, because the setting it was
 * meant for would silently keep its default; anything else is ignored with a warning.
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
  return { warning: `Ignoring ${name}: it begins with MUSTER_ but is not a setting.` }
}
