import { type ProblemCode, type ProblemKind, problemCodes } from '@muster/contract/native/problem-codes.ts'

/** What to do about a problem of each kind; see `refusalKinds` in core. `fault`: what HTTP itself rejects. */
const adviceOfKind: Readonly<Record<ProblemKind, string>> = {
  invalid:
    'Correct the request and send it again: `detail` says what is wrong, and `errors` names each field or parameter. Unchanged, it fails again.',
  not_found:
    'Check the id or the name. What it names was deleted, never existed, or is not visible to you. Where `errors` names a field, the body names it; otherwise the address does.',
  unauthenticated: 'Sign in again, or use another proof.',
  forbidden: 'Your roles do not allow this there. Ask an administrator for a role that does.',
  failed_precondition:
    'What was asked for is not possible in the present state, whoever asks. `detail` says what to change first.',
  conflict: 'Something else is in the way. Choose another value, or read what is there now and decide again.',
  resource_exhausted: 'A limit was reached. Wait for the seconds in `Retry-After`, then repeat the request.',
  unavailable:
    'Something that the server depends on does not work now, and nothing was changed. Repeat the request after the seconds in `Retry-After`; if it stays, tell the operator.',
  fault: 'The request does not follow HTTP or the API. `detail` says what is wrong with it.',
}

/** Where there is something better to say. */
const adviceOfCode: Readonly<Partial<Record<ProblemCode, string>>> = {
  api_key_invalid:
    'The API key is wrong, revoked, expired or deleted: use another one, or ask its owner for a new one.',
  application_credential_name_taken:
    'Choose another `name`: it is unique among the API keys and application credentials of one user.',
  authentication_failed:
    'Check the username or email, the domain and the password. The same answer is given for an unknown user, a wrong password and a user who may not sign in now.',
  authentication_required:
    'Sign in with `POST /api/v1/sessions`, or make an API key, and send its secret as `Authorization: Bearer …`.',
  body_too_large: 'Send less at once. The limits are in the documentation.',
  content_encoding_unsupported:
    'Send the body without compression, and without the header `Content-Encoding`.',
  current_password_wrong: 'Send the password that you have now as `current_password`.',
  cursor_invalid:
    'Begin the list again without `cursor`: a cursor belongs to one list, one question and one user.',
  email_taken:
    'Choose another `email`, or find the user who has it. Where a deleted user had it, restore or purge that user.',
  factors_missing: 'Send the one-time password as `passcode` beside the password.',
  filter_invalid: 'Correct the `filter` at the character that `detail` names.',
  page_too_large: 'Ask for fewer rows with a smaller `limit`.',
  filter_too_expensive: 'Use fewer or more selective conditions, or a smaller page.',
  id_taken:
    'Choose another id, or leave it out to have one made. Ids of deleted things are never used again.',
  idempotency_in_progress:
    'Wait for the first request with this `Idempotency-Key`, then repeat it: the answer will be the same.',
  idempotency_key_reused: 'Use a new `Idempotency-Key` for each different request.',
  idempotency_outcome_unknown:
    'Look whether the change was made before you send it again, with a new `Idempotency-Key`.',
  internal_error:
    'This is a fault of the server. Report the `instance` of the problem to its operator: the log has the details under it.',
  media_type_unsupported:
    'Send JSON with `Content-Type: application/json`, and rows as the documentation of imports says.',
  method_not_allowed: 'Use one of the methods that the header `Allow` names.',
  outcome_unknown:
    'Look whether the change was made before you repeat the request, or repeat it with the same `Idempotency-Key`.',
  password_expired:
    'Change the password at `/account/password` or with `POST /api/v1/password`, then sign in.',
  plan_name_taken: 'Choose another `name`: it is unique in the domain.',
  request_header_missing:
    'Send the header `X-Muster-Request: 1` with requests that use or ask for the session cookie.',
  role_not_yours_to_give: 'Give a role that you hold there yourself, or ask an administrator.',
  route_not_found: 'Check the address: its prefix, its spelling and its case.',
  session_invalid: 'The session has ended: sign in again.',
  user_name_taken: 'Choose another `username`. Names are compared without case, in one domain.',
  version_changed:
    'Read the thing again, apply your change to what is there now, and send it with the new `ETag` in `If-Match`.',
}

const kindOf: ReadonlyMap<string, ProblemKind> = new Map(
  (Object.keys(problemCodes) as ProblemKind[]).flatMap((kind) =>
    problemCodes[kind].map((code) => [code, kind] as const),
  ),
)

export const titleOf = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

/** What to do about a problem; undefined for a code that no problem has. */
export const adviceOf = (code: string): string | undefined => {
  const kind = kindOf.get(code)
  return kind && (adviceOfCode[code as ProblemCode] ?? adviceOfKind[kind])
}
