/** Upper bounds in seconds. */
const buckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10]

type Series = { readonly counts: number[]; sum: number; readonly statuses: Map<number, number> }

export type RequestMetrics = {
  /** `route`: the declared pattern, not the path: ids in paths would create a new series each. */
  count(method: string, route: string, status: number, seconds: number): void
  /** The Prometheus text format, version 0.0.4. */
  text(): string
}

/**
 * Counts every request. Not with prom-client, which sorts and joins the labels for every observation; that would be a
 * large part of the cost of a token validation.
 */
export const requestMetrics = (): RequestMetrics => {
  const routes = new Map<string, Map<string, Series>>()

  const seriesOf = (method: string, route: string): Series => {
    const methods = routes.get(route) ?? new Map<string, Series>()
    routes.set(route, methods)
    const made: Series = { counts: [...buckets, 0].fill(0), sum: 0, statuses: new Map() }
    methods.set(method, made)
    return made
  }
  const every = (lines: (labels: string, series: Series) => string[]): string[] =>
    [...routes].flatMap(([route, methods]) =>
      [...methods].flatMap(([method, series]) => lines(`method="${method}",route="${route}"`, series)),
    )

  return {
    count(method, route, status, seconds) {
      const series = routes.get(route)?.get(method) ?? seriesOf(method, route)
      let bucket = 0
      while (seconds > (buckets[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
      series.counts[bucket] = (series.counts[bucket] ?? 0) + 1
      series.sum += seconds
      series.statuses.set(status, (series.statuses.get(status) ?? 0) + 1)
    },
    text: () =>
      [
        '# HELP muster_http_requests_total Requests answered, by route and status',
        '# TYPE muster_http_requests_total counter',
        ...every((labels, { statuses }) =>
          [...statuses].map(([status, n]) => `muster_http_requests_total{${labels},status="${status}"} ${n}`),
        ),
        '# HELP muster_http_request_seconds Time from the arrival of a request to the end of its answer, by route',
        '# TYPE muster_http_request_seconds histogram',
        ...every((labels, { counts, sum }) => {
          let below = 0
          const filled = counts.map((n, i) => {
            below += n
            return `muster_http_request_seconds_bucket{${labels},le="${buckets[i] ?? '+Inf'}"} ${below}`
          })
          return [
            ...filled,
            `muster_http_request_seconds_sum{${labels}} ${sum}`,
            `muster_http_request_seconds_count{${labels}} ${below}`,
          ]
        }),
        '',
      ].join('\n'),
  }
}
