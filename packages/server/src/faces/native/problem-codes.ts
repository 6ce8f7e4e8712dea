/** What to do about a problem of each kind; see `refusalKinds` in core. `fault`: what HTTP itself refuses. */
const adviceOfKind = {
  invalid:
    'Correct the request and send it again: `detail` says what is wrong, and `errors` names each field or parameter. Unchanged, it fails again.',
  not_found:
    'Check the id or the name. What it names was deleted, never existed, or is not visible to you. Where `errors` names a field, the body names it; otherwise the address does.',
  unauthenticated: 'Sign in again, or use another proof.',
  forbidden: 'Your roles do not allow this there. Ask an administrator for a role that does.',
  barred:
    'What was asked for is not possible in the present state, whoever asks. `detail` says what to change first.',
  conflict: 'Something else is in the way. Choose another value, or read what is there now and decide again.',
  too_many: 'A limit was reached. Wait for the seconds in `Retry-After`, then repeat the request.',
  unavailable:
    'Something that the server depends on does not work now, and nothing was changed. Repeat the request after the seconds in `Retry-After`; if it stays, tell the operator.',
  fault: 'The request does not follow HTTP or the API. `detail` says what is wrong with it.',
} as const

type Kind = keyof typeof adviceOfKind

/** Where there is something better to say. */
const adviceOfCode: Readonly<Record<string, string>> = {
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

/** Every code that a problem may have, by its kind. A test looks for codes that are missing here. */
const codes: Readonly<Record<Kind, string>> = {
  invalid: `
    access_rule_invalid
    access_rules_too_many
    annotators_annotate
    blob_malformed
    body_blank
    color_malformed
    content_parts
    count_out_of_range
    credential_fixed
    csv_broken
    current_password_wrong
    cursor_invalid
    default_project_is_domain
    delegation_fixed
    document_missing
    document_too_large
    domain_immutable
    domain_role_on_system
    effective_inherited_by_domain
    effective_of_group
    email_not_claimed
    endpoint_reference_unknown
    event_kind_invalid
    event_kind_unknown
    event_kinds_number
    expired_already
    expiry_out_of_range
    external_id_malformed
    file_not_utf8
    filter_invalid
    filter_too_expensive
    header_missing
    id_malformed
    idempotency_key_invalid
    idempotency_key_reused
    import_format_differs
    import_gap
    invitation_invalid
    invitation_lapsed
    is_domain_immutable
    link_malformed
    media_type_unsupported
    method_incomplete
    methods_missing
    name_blank
    name_not_addressable
    name_reserved
    name_too_long
    name_unprintable
    not_a_member_above
    notification_type_unknown
    number_not_exact
    oauth_header_incomplete
    oauth_token_missing
    oauth_verifier_invalid
    overlap_invalid
    overlap_out_of_range
    parent_unknown
    password_empty
    password_locked
    password_not_wanted
    password_too_long
    password_too_weak
    password_too_young
    password_unstorable
    password_used_before
    picture_url_malformed
    plan_endless
    plan_missing
    project_missing
    recovery_impossible
    recovery_invalid
    reference_incomplete
    region_cycle
    request_abandoned
    return_url_not_allowed
    role_ambiguous
    role_missing
    role_not_custom
    role_not_held
    scope_missing
    secret_too_short
    seed_malformed
    subtree_of_nothing
    system_not_inherited
    text_too_long
    text_unstorable
    title_blank
    title_malformed
    type_empty
    url_invalid
    url_template_broken
    user_not_invited
    uses_of_redelegable`,
  not_found: `
    access_key_unknown
    access_rule_not_found
    access_token_not_found
    api_key_not_found
    application_credential_not_found
    bulk_job_not_found
    consumer_not_found
    credential_not_found
    deleted_user_not_found
    delivery_not_found
    document_not_found
    domain_not_found
    ec2_credential_not_found
    endpoint_not_found
    event_not_found
    group_not_found
    implied_role_not_found
    import_not_found
    invitation_not_found
    marker_not_found
    member_not_found
    message_not_found
    notification_not_found
    plan_not_found
    problem_not_found
    project_not_found
    project_tag_not_found
    region_not_found
    request_token_not_found
    role_assignment_not_found
    role_binding_not_found
    role_not_found
    service_not_found
    session_not_found
    token_not_found
    trust_not_found
    user_not_found
    webhook_not_found`,
  unauthenticated: `
    api_key_invalid
    authentication_failed
    authentication_required
    factors_missing
    password_expired
    session_invalid`,
  forbidden: `
    account_role_forbidden
    administrator_protected
    beyond_delegation
    bulk_job_of_another_caller
    forbidden_by_rule
    forbidden_to_delegation
    key_forbidden
    member_forbidden
    member_role_forbidden
    operator_only
    plan_forbidden
    role_binding_forbidden
    role_not_yours_to_give
    system_admin_forbidden
    system_user_protected
    webhook_of_another_domain`,
  barred: `
    access_rule_in_use
    ancestor_disabled
    api_key_ended
    application_credentials_too_many
    catalog_needs_project
    credential_limit
    descendant_enabled
    documents_too_many
    domain_enabled
    domain_role_mismatch
    implied_role_of_domain
    implied_role_prohibited
    invited_program
    key_in_use
    kind_fixed
    not_a_developer
    not_the_owner
    not_the_trustee
    parent_immutable
    project_in_use
    project_is_domain
    project_not_leaf
    region_in_use
    request_header_missing
    rescope_barred
    revoked_by_another
    scope_elsewhere
    self_deletion
    self_disabling
    service_in_use
    status_step_barred
    tree_too_deep
    webhook_disabled
    webhook_limit
    webhook_secrets_limit`,
  conflict: `
    application_credential_name_taken
    bulk_job_done
    bulk_job_taken_over
    credential_taken
    delivery_under_way
    domain_name_taken
    email_taken
    external_id_taken
    group_name_taken
    id_taken
    idempotency_in_progress
    idempotency_outcome_unknown
    implication_exists
    import_done
    import_taken_over
    message_forgotten
    message_sent
    plan_changed
    plan_in_use
    plan_name_taken
    project_name_taken
    role_binding_exists
    role_name_taken
    trust_exists
    user_name_taken
    version_changed`,
  too_many: `
    rate_limited
    recovery_busy
    revoked_ahead
    too_many_failed_proofs
    too_many_logins
    too_many_searches`,
  unavailable: `
    database_busy
    database_damaged
    database_full
    database_read_only
    database_timeout
    database_unavailable
    outcome_unknown
    starting`,
  fault: `
    address_invalid
    body_too_large
    content_encoding_unsupported
    expectation_failed
    headers_too_large
    host_missing
    internal_error
    method_not_allowed
    request_invalid
    request_malformed
    request_timeout
    route_not_found`,
}

const kindOf = new Map(
  (Object.keys(codes) as Kind[]).flatMap((kind) =>
    codes[kind]
      .trim()
      .split(/\s+/)
      .map((code) => [code, kind] as const),
  ),
)

export const titleOf = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

/** What to do about a problem; undefined for a code that no problem has. */
export const adviceOf = (code: string): string | undefined => {
  const kind = kindOf.get(code)
  return kind && (adviceOfCode[code] ?? adviceOfKind[kind])
}
