import { type ProblemCode, type ProblemKind, problemCodes } from '@muster/contract/native/problem-codes.ts'

/** Advice for problems of each kind; see `DomainErrorKind` in core. `fault`: errors of HTTP itself. */
const adviceOfKind: Readonly<Record<ProblemKind, string>> = {
  invalid:
    'Correct the request: `detail` describes the error, and `errors` names each field or parameter. Repeating the request unchanged fails again.',
  not_found:
    'Check the id or the name. The object was deleted, never existed, or is not visible to you. If `errors` names a field, the id is in the body; otherwise it is in the URL.',
  unauthenticated: 'Sign in again, or use other credentials.',
  forbidden: 'Your roles do not allow this action. Ask an administrator for a role that does.',
  failed_precondition:
    'The current state does not allow this action for any caller. `detail` says what to change first.',
  conflict: 'The request conflicts with the current state. Read it again, or choose another value.',
  resource_exhausted: 'A limit was reached. Repeat the request after the number of seconds in `Retry-After`.',
  unavailable:
    'A dependency of the server is unavailable, and nothing was changed. Repeat the request after the number of seconds in `Retry-After`; if the problem persists, inform the operator.',
  fault: 'The request does not conform to HTTP or to this API. `detail` describes the error.',
}

/** Specific advice that replaces the advice of the kind. */
const adviceOfCode: Readonly<Partial<Record<ProblemCode, string>>> = {
  api_key_invalid:
    'The API key is wrong, revoked, expired or deleted. Use another one, or ask its owner for a new one.',
  application_credential_name_taken:
    'Choose another `name`: it is unique among the API keys and application credentials of one user.',
  authentication_failed:
    'Check the username or email, the domain and the password. The response is the same for an unknown user, a wrong password and a user that cannot sign in now.',
  authentication_required:
    'Sign in with `POST /api/v1/sessions`, or create an API key, and send its secret as `Authorization: Bearer …`.',
  body_too_large: 'Send a smaller body. The documentation lists the limits.',
  content_encoding_unsupported: 'Send the body uncompressed, without the header `Content-Encoding`.',
  current_password_wrong: 'Send your current password as `current_password`.',
  cursor_invalid:
    'Restart the list without `cursor`: a cursor is valid for one list, one query and one user.',
  email_taken:
    'Choose another `email`, or find the user that has it. If a deleted user has it, restore or purge that user.',
  factors_missing: 'Send the one-time password as `passcode` together with the password.',
  filter_invalid: 'Correct the `filter` at the character position in `detail`.',
  page_not_found: 'Check the URL, or begin at `/api/v1/docs`, which links to every page.',
  page_too_large: 'Request fewer rows with a smaller `limit`.',
  filter_too_expensive: 'Use fewer or more selective conditions, or a smaller page.',
  id_taken: 'Choose another id, or omit it to have one generated. Ids of deleted objects are never reused.',
  idempotency_in_progress:
    'Wait for the first request with this `Idempotency-Key`, then repeat it: the response will be the same.',
  idempotency_key_reused: 'Use a new `Idempotency-Key` for each different request.',
  idempotency_outcome_unknown:
    'Check whether the change was made before you send the request again with a new `Idempotency-Key`.',
  internal_error:
    'This is a server error. Report the `instance` of the problem to the operator: the log has the details under it.',
  media_type_unsupported:
    'Send JSON with `Content-Type: application/json`, and import rows with the media types in the documentation.',
  method_not_allowed: 'Use one of the methods in the header `Allow`.',
  outcome_unknown:
    'Check whether the change was made before you repeat the request, or repeat it with the same `Idempotency-Key`.',
  password_expired:
    'Change the password at `/account/password` or with `POST /api/v1/password`, then sign in.',
  plan_name_taken: 'Choose another `name`: it is unique in the domain.',
  request_header_missing:
    'Send the header `X-Muster-Request: 1` with requests that use or create the session cookie.',
  role_not_yours_to_give: 'Assign a role that you have there yourself, or ask an administrator.',
  route_not_found: 'Check the URL: its prefix, its spelling and its case.',
  session_invalid: 'The session has ended. Sign in again.',
  session_of_another_user:
    'Load the page again, as the user who is signed in now, or sign in again as the user of the page.',
  sign_in_too_old:
    'Sign in again with `POST /api/v1/sessions`, then repeat the request with the new session.',
  user_name_taken: 'Choose another `username`. It is unique in the domain, case-insensitively.',
  version_changed:
    'Read the object again, apply your change to the current version, and send it with the new `ETag` in `If-Match`.',
}

const kindOf: ReadonlyMap<string, ProblemKind> = new Map(
  (Object.keys(problemCodes) as ProblemKind[]).flatMap((kind) =>
    problemCodes[kind].map((code) => [code, kind] as const),
  ),
)

export const titleOf = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

/** The advice for a problem; undefined for an unknown code. */
export const adviceOf = (code: string): string | undefined => {
  const kind = kindOf.get(code)
  return kind && (adviceOfCode[code as ProblemCode] ?? adviceOfKind[kind])
}
