import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestMetrics } from './request-metrics.ts'

test('requests are counted by route, method and status', () => {
  const metrics = requestMetrics()
  metrics.count('GET', '/v3/users/:user_id', 200, 0.002)
  metrics.count('GET', '/v3/users/:user_id', 404, 0.002)
  metrics.count('GET', '/v3/users/:user_id', 200, 0.002)
  metrics.count('POST', '/v3/users', 201, 0.002)
  const lines = metrics.text().split('\n')
  assert.ok(
    lines.includes('muster_http_requests_total{method="GET",route="/v3/users/:user_id",status="200"} 2'),
  )
  assert.ok(
    lines.includes('muster_http_requests_total{method="GET",route="/v3/users/:user_id",status="404"} 1'),
  )
  assert.ok(lines.includes('muster_http_requests_total{method="POST",route="/v3/users",status="201"} 1'))
})

test('a bucket counts durations up to its limit, and +Inf counts all', () => {
  const metrics = requestMetrics()
  for (const seconds of [0.0005, 0.001, 0.0011, 60]) metrics.count('GET', '/v3', 200, seconds)
  const lines = metrics.text().split('\n')
  const bucket = (le: string, n: number) =>
    assert.ok(
      lines.includes(`muster_http_request_seconds_bucket{method="GET",route="/v3",le="${le}"} ${n}`),
      le,
    )
  bucket('0.001', 2)
  bucket('0.005', 3)
  bucket('10', 3)
  bucket('+Inf', 4)
  assert.ok(lines.includes('muster_http_request_seconds_count{method="GET",route="/v3"} 4'))
  assert.ok(lines.includes('muster_http_request_seconds_sum{method="GET",route="/v3"} 60.0026'))
})
