import { allNouns } from '@muster/contract/native/nouns.ts'
import { html } from '../../../http/html.ts'
import { textOf } from './api-document.ts'
import { layout } from './layout.ts'
import { prose } from './prose.ts'

/** The first requests of a reader; a test runs them as they are printed, with a password in `MUSTER_PASSWORD`. */
export const firstCalls = (base: string): string => `export MUSTER_URL="${base}"

# Without credentials: the URLs of this API.
curl "$MUSTER_URL/api/v1"

# Sign in, and keep the secret of the session.
export MUSTER_SECRET=$(curl "$MUSTER_URL/api/v1/sessions" \\
  -H "Content-Type: application/json" \\
  -d "{\\"username\\": \\"admin\\", \\"password\\": \\"$MUSTER_PASSWORD\\"}" \\
  | sed -n 's/.*"secret":"\\([^"]*\\)".*/\\1/p')

# Who am I, and what may I do?
curl "$MUSTER_URL/api/v1/me" -H "Authorization: Bearer $MUSTER_SECRET"`

const firstClient = `import { Muster } from '@muster/sdk'

const muster = new Muster({
  url: process.env.MUSTER_URL,
  session: process.env.MUSTER_SECRET,
})
const { user, authority } = await muster.me.get()`

const errorExample = `{
  "type": "/problems/user_name_taken",
  "title": "User name taken",
  "status": 409,
  "detail": "The username ada is taken.",
  "instance": "req-6f0c1d3e-8a5b-4f7e-9c2d-1a0b3c4d5e6f",
  "errors": [{"pointer": "/username", "detail": "The username ada is taken."}]
}`

/** The start page; `base` is the public URL of the server. */
export const startPage = (docs: string, base: string): string => {
  const say = (text: string) => html`<p>${prose(text, docs)}</p>`
  const code = (label: string, text: string) =>
    html`<pre tabindex="0" aria-label="${label}"><code>${text}</code></pre>`
  const main = html`<h1>Muster API</h1>
<p class="lead">Accounts and access of one user directory, as JSON over HTTP: users, sessions, API keys, groups, projects, domains and roles, with an event log, webhooks, imports and bulk jobs.</p>
<p>The base URL of this server is <code>${base}/api/v1</code>. Tools read the <a href="${docs.replace(/docs$/, 'openapi.json')}">OpenAPI document</a>; TypeScript programs use the client <code>@muster/sdk</code>.</p>
<h2 id="first-call">A first call</h2>
${say('These commands work on this server. `MUSTER_PASSWORD` is the password of the user `admin`; use the name of another user if you have one.')}
${code('A first call with curl', firstCalls(base))}
${say('All curl examples use `MUSTER_URL` and `MUSTER_SECRET`. Each id is a variable as well, such as `USER_ID`. The TypeScript examples use `muster`, a client with the same secret; instead of `session` it takes `apiKey`:')}
${code('A first call in TypeScript', firstClient)}
<h2 id="resources">Resources</h2>
<dl class="resources">
${allNouns.map((noun) => html`<dt><a href="${docs}/${noun}">${textOf(noun).title}</a></dt><dd>${prose(textOf(noun).summary, docs)}</dd>`)}
</dl>
<h2 id="authentication">Authentication</h2>
${say('Send the secret of a session (`mst_s_…`) or of an API key (`mst_k_…`) as `Authorization: Bearer …`. People sign in with `POST /sessions`; programs use an API key, which has a scope, a part of the roles of its user, and an expiry. An invalid secret is 401 on every path: `session_invalid` or `api_key_invalid`.')}
${say('Browsers can use the cookie `__Host-muster` of a session. Requests with the cookie, except GET and HEAD, also need the header `X-Muster-Request: 1`, which other sites cannot send.')}
${say('What a caller may do depends on its roles in the scope of its secret: the system, a domain or a project. `GET /me` shows both. Each operation names the rules that allow it.')}
<h2 id="requests">Requests and responses</h2>
${say('Bodies are JSON with `snake_case` names, at most 512 KiB; times are RFC 3339 in UTC, and ids are text. Requests are strict: an unknown field or query parameter is 400 `request_invalid` and names it. Responses may get more fields in later versions: ignore those that you do not know.')}
${say('A `PATCH` is a JSON merge patch (RFC 7396): absent fields stay as they are, and `null` clears a field.')}
<h2 id="errors">Errors</h2>
${say('Errors are problem details (RFC 9457) with the media type `application/problem+json`. `type` is a path with a stable code that leads to a page with advice; `detail` is for people; `errors` points to each invalid field or parameter. Later versions add codes: handle an unknown code by the status.')}
${code('Example of an error', errorExample)}
<p>All codes: <a href="${docs}/errors">Error codes</a>.</p>
<h2 id="request-ids">Request ids</h2>
${say('Every response has the header `X-Request-Id`, which is the `instance` of a problem and is in the log and in the events of the request. Send your own `X-Request-Id` (1 to 128 characters of `A-Z a-z 0-9 . _ : + / = @ -`) to have it echoed and logged.')}
<h2 id="lists">Lists, cursors and filters</h2>
${say('A list returns pages of `limit` rows (50, at most 1000) and a `next_cursor`, which is null on the last page. Send it as `cursor` with the same parameters to continue. A cursor belongs to one list, one query and one caller; anything else is 400 `cursor_invalid`.')}
${say('Plain parameters such as `username` compare exactly and are combined with AND. The list of users also has `search`, `sort`, and `filter`: a condition in CQL2 text (OGC 21-065r2). It compares fields with `=`, `<>`, `<`, `>`, `LIKE`, `IN`, `BETWEEN` and `IS NULL`, combined with `AND`, `OR` and `NOT`:')}
${code('A filter with curl', `curl -G "$MUSTER_URL/api/v1/users" -H "Authorization: Bearer $MUSTER_SECRET" \\\n  --data-urlencode "filter=status IN ('active', 'pending') AND created_at > '2026-01-31'"`)}
<h2 id="versions">ETags and If-Match</h2>
${say('The response to a GET of one object has an `ETag`. Send it as `If-Match` with a change: if another request changed the object in between, the response is 412 `version_changed` and nothing is overwritten. With `If-None-Match`, an unchanged object is 304 without a body.')}
<h2 id="idempotency">Idempotency-Key</h2>
${say('A `POST` with an `Idempotency-Key` is executed once within 24 hours, however often it is sent: repeated requests get the stored response with `Idempotent-Replay: true`. Another body with the same key is 422 `idempotency_key_reused`. Use a random key for each change, and repeat the request after a timeout or a 503.')}
<h2 id="rate-limits">Rate limits</h2>
${say('`RateLimit-Policy` and `RateLimit` show the limit that applies and what is left of it. Above it, the response is 429 `rate_limited`; repeat the request after `Retry-After` seconds. Signed-in callers are counted per user, others per address.')}`
  return layout({ docs, name: '', title: 'Muster API', main })
}
