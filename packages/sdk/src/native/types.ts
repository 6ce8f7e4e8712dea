// Generated from packages/contract/src/native by `npm run docs`.

export interface ApiKey {
  readonly id: string
  /** Unique across all users, ascending. */
  readonly number: number
  readonly user_id: string
  /** Unique among the active keys of the user. */
  readonly name: string
  readonly description: string | null
  /** The first characters of the secret. */
  readonly prefix: string
  readonly scope: Scope
  /** The delegated roles. The key is effective only with those that the user still has. */
  readonly roles: readonly {
    readonly id: string
    readonly name: string
  }[]
  /** Whether the key may create, change and delete keys. */
  readonly unrestricted: boolean
  readonly state: 'active' | 'revoked' | 'expired' | 'deleted'
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly expires_at: string | null
  /** RFC 3339, UTC. */
  readonly last_used_at: string | null
  /** RFC 3339, UTC. */
  readonly revoked_at: string | null
  /** RFC 3339, UTC. */
  readonly deleted_at: string | null
  /** When the secret before the last rotation stops working. RFC 3339, UTC. */
  readonly overlap_until: string | null
}

export interface ApiKeyChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** True revokes the key until it is set to false. */
  readonly revoked?: boolean | undefined
}

export interface ApiKeyRotation {
  /** Seconds that the previous secret still works; default: 0. */
  readonly overlap_seconds?: number | undefined
}

export interface ApiKeyWithSecret {
  readonly api_key: ApiKey
  /** Shown once. */
  readonly secret: string
}

/** Without a scope, the key has the scope of this request. */
export interface NewApiKey {
  readonly name: string
  /** A service user that you manage; default: yourself. */
  readonly user_id?: string | undefined
  readonly description?: string | null | undefined
  readonly scope?: GivenScope | undefined
  /** Each by id or name; default: all roles that you have there. */
  readonly roles?:
    | readonly {
        readonly id?: string | undefined
        readonly name?: string | undefined
      }[]
    | undefined
  /** RFC 3339, UTC. */
  readonly expires_at?: string | null | undefined
  readonly unrestricted?: boolean | undefined
}

export interface NewServiceUser {
  readonly username: string
  readonly domain_id?: string | undefined
  readonly display_name?: string | null | undefined
  readonly description?: string | null | undefined
  readonly scope: GivenScope
  /** Each by id or name; assigned to the user in the scope and delegated to its key. */
  readonly roles: readonly {
    readonly id?: string | undefined
    readonly name?: string | undefined
  }[]
  /** RFC 3339, UTC. */
  readonly expires_at?: string | null | undefined
  readonly unrestricted?: boolean | undefined
}

export interface BulkJob {
  readonly id: string
  readonly domain_id: string
  readonly action:
    | 'invite'
    | 'enable'
    | 'disable'
    | 'delete'
    | 'restore'
    | 'grant_role'
    | 'revoke_role'
    | 'add_to_group'
    | 'remove_from_group'
    | 'set_plan'
  readonly role: {
    readonly id: string
    readonly scope: Scope
    readonly inherited: boolean
  } | null
  readonly group_id: string | null
  /** For `set_plan`: the plan, null to detach it. */
  readonly plan_id: string | null
  readonly source: 'ids' | 'emails' | 'filter'
  readonly filter: string | null
  readonly state: 'waiting' | 'running' | 'stopped' | 'done'
  /** Why the last run stopped; null if it did not stop. */
  readonly stopped_by: string | null
  /** Number of users in the list; null for a filter. */
  readonly total: number | null
  /** The sum of the following three counts. */
  readonly handled: number
  readonly changed: number
  /** Users that did not need a change. */
  readonly unchanged: number
  readonly failed: number
  /** The user that created it; null: the operator. */
  readonly created_by: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface BulkJobError {
  /** The position in the list, or in the result of the filter. */
  readonly row: number
  /** Null for an email address. */
  readonly user_id: string | null
  readonly code: string
  readonly message: string
}

export interface NewBulkJob {
  readonly action:
    | 'invite'
    | 'enable'
    | 'disable'
    | 'delete'
    | 'restore'
    | 'grant_role'
    | 'revoke_role'
    | 'add_to_group'
    | 'remove_from_group'
    | 'set_plan'
  readonly domain_id?: string | undefined
  /** Exactly one of these. */
  readonly users: {
    readonly ids?: readonly string[] | undefined
    /** For `invite`: addresses that belong to no user yet. */
    readonly emails?: readonly string[] | undefined
    /** A condition in CQL2 text, as in the list of users. For `restore`, a condition on deleted users. */
    readonly filter?: string | undefined
  }
  /** For `grant_role` and `revoke_role`: the role and its scope. */
  readonly role?:
    | {
        readonly id: string
        readonly scope: GivenScope
        readonly inherited?: boolean | undefined
      }
    | undefined
  /** For `add_to_group` and `remove_from_group`. */
  readonly group_id?: string | undefined
  /** For `set_plan`: a plan of the domain; null detaches the plan of the users. */
  readonly plan_id?: string | null | undefined
}

/** The user at the time of its deletion. */
export interface DeletedUser {
  readonly id: string
  /** Unique across all domains, ascending. */
  readonly number: number
  readonly domain_id: string
  /** Unique in the domain, ignoring case; used to sign in. */
  readonly username: string
  /** A person, a program, or a user that belongs to the server. */
  readonly kind: 'human' | 'service' | 'system'
  /** Only `active` users can authenticate. */
  readonly status: 'invited' | 'pending' | 'active' | 'disabled'
  readonly display_name: string | null
  readonly given_name: string | null
  readonly family_name: string | null
  readonly phone_number: string | null
  readonly picture_url: string | null
  readonly language: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null
  /** At most one user of a domain can claim it. */
  readonly email: string | null
  /** Whether the email belongs only to this user in the domain. */
  readonly email_claimed: boolean
  /** When a link sent to the claimed email was used; cleared when the email changes. RFC 3339, UTC. */
  readonly email_verified_at: string | null
  /** The id of the user in another system; unique in the domain. */
  readonly external_id: string | null
  readonly description: string | null
  /** May create application credentials for itself. */
  readonly developer: boolean
  readonly default_project_id: string | null
  /** The kind of directory that the object comes from; it is then read-only here. */
  readonly managed_by: 'ldap' | null
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly public_metadata: Metadata
  readonly plan: {
    readonly id: string
    /** Null: unlimited. RFC 3339, UTC. */
    readonly expires_at: string | null
    readonly expired: boolean
  } | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
  /** RFC 3339, UTC. */
  readonly last_active_at: string | null
  /** RFC 3339, UTC. */
  readonly invited_until: string | null
  /** RFC 3339, UTC. */
  readonly deleted_at: string
  /** It can be restored until then and is purged soon after. RFC 3339, UTC. */
  readonly purge_after: string
}

export interface Restoration {
  readonly username?: string | undefined
  readonly email?: string | null | undefined
}

export interface Document {
  readonly id: string
  readonly user_id: string
  readonly title: string
  /** One or more parts, in order. */
  readonly content: readonly string[]
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata: Metadata
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface DocumentChange {
  readonly title?: string | undefined
  /** Text, or a list of parts. */
  readonly content?: string | readonly string[] | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | null | undefined
}

export interface NewDocument {
  readonly title: string
  /** Text, or a list of parts. */
  readonly content: string | readonly string[]
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | undefined
}

export interface DirectoryTest {
  /** Options of the group `ldap`, in place of the stored ones. */
  readonly options?:
    | Readonly<Record<string, string | number | boolean | null | readonly string[]>>
    | undefined
}

export interface DirectoryTestResult {
  readonly checks: readonly {
    readonly part: 'users' | 'groups'
    readonly outcome: 'passed' | 'failed' | 'skipped'
    /** The entry that was read; null when the search finds none. */
    readonly name: string | null
    /** What failed. */
    readonly reason: string | null
  }[]
}

export interface Domain {
  readonly id: string
  /** Unique among the domains. */
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly immutable: boolean
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface DomainChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** False prevents sign-in of its users and every scope inside it. */
  readonly enabled?: boolean | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

export interface NewDomain {
  readonly name: string
  readonly description?: string | null | undefined
  /** False prevents sign-in of its users and every scope inside it. */
  readonly enabled?: boolean | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

export interface Event {
  /** Unique, and ascending except for concurrent commits. */
  readonly sequence: number
  /** The resource and what happened to it: `user.created`. */
  readonly kind: string
  /** RFC 3339, UTC. */
  readonly occurred_at: string
  readonly subject_type: string
  readonly subject_id: string
  /** The user that caused it; null: the server itself or an unauthenticated caller. */
  readonly actor_id: string | null
  /** The domain of the subject; null: none or all. */
  readonly domain_id: string | null
  /** The API that received the request. */
  readonly face: string
  /** The id in `X-Request-Id` and the log. */
  readonly request_id: string
  /** Details that depend on the kind; never a secret. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Group {
  readonly id: string
  readonly domain_id: string
  /** Unique in the domain. */
  readonly name: string
  readonly description: string | null
  /** The kind of directory that the object comes from; it is then read-only here. */
  readonly managed_by: 'ldap' | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface GroupChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
}

export interface NewGroup {
  readonly name: string
  readonly domain_id?: string | undefined
  readonly description?: string | null | undefined
}

export interface Import {
  readonly id: string
  readonly domain_id: string
  readonly format: 'ndjson' | 'csv'
  readonly mode: 'create' | 'create_or_update'
  readonly match: 'username' | 'email'
  readonly dry_run: boolean
  readonly invite: boolean
  readonly state: 'waiting' | 'running' | 'stopped' | 'done'
  /** Why it stopped; null if it did not stop. */
  readonly stopped_by: string | null
  /** Number of processed rows, after which the import continues; the CSV header does not count. */
  readonly rows_done: number
  readonly created: number
  readonly updated: number
  /** Rows of users that did not need a change. */
  readonly unchanged: number
  readonly failed: number
  /** The user that created it; null: the operator of the server. */
  readonly created_by: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface ImportError {
  readonly row: number
  readonly field: string | null
  readonly code: string
  readonly message: string
}

export interface NewImport {
  readonly format: 'ndjson' | 'csv'
  readonly domain_id?: string | undefined
  /** Whether a row of an existing user changes that user or is an error. Default: `create`. */
  readonly mode?: 'create' | 'create_or_update' | undefined
  /** The field that identifies existing users with `create_or_update`: the claimed email or the username. */
  readonly match?: 'username' | 'email' | undefined
  /** Reports the result for each row without changing anything. */
  readonly dry_run?: boolean | undefined
  /** Invites the users of rows without a password hash: new ones, and with `create_or_update` pending ones. Default: new users of such rows are `pending`. */
  readonly invite?: boolean | undefined
}

export type Introspection =
  | {
      readonly active: false
    }
  | {
      readonly active: true
      /** The id of the user. */
      readonly sub: string
      readonly username: string
      /** The domain of the user. */
      readonly domain_id: string
      readonly token_type: 'Bearer'
      readonly kind: 'session' | 'api_key'
      /** The names of the roles, separated by spaces. */
      readonly scope: string
      /** The scope of the session or key, and its roles there. */
      readonly authority: Authority
      /** When the session was opened or the key was created. Unix seconds. */
      readonly iat: number
      /** The latest expiry; absent for a key without one. Unix seconds. */
      readonly exp?: number | undefined
    }

export interface Invitation {
  readonly id: string
  readonly user_id: string
  readonly domain_id: string
  /** The address that it was sent to and is valid for. */
  readonly email: string
  readonly mode: 'email_link' | 'temporary_password'
  /** The URL that the page links to after the invitation is accepted. */
  readonly return_url: string | null
  /** The id of the user that invited. */
  readonly invited_by: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly expires_at: string
  readonly expired: boolean
}

export interface InvitedUser {
  readonly user: User
  readonly outcome: 'created' | 'invited' | 'reinvited' | 'existing'
  /** Shown once, only with the mode of that name. */
  readonly temporary_password?: string | undefined
}

export interface NewInvitation {
  readonly email: string
  /** How the user is invited; `none` activates it at once, without an email. */
  readonly mode?: 'email_link' | 'temporary_password' | 'none' | undefined
  /** Default: the email. */
  readonly username?: string | undefined
  readonly domain_id?: string | undefined
  /** The name of a role to assign to the user on its domain. */
  readonly domain_role?: string | undefined
  /** A project of the domain that the user becomes a member of. */
  readonly project?:
    | {
        readonly id: string
        readonly role?: 'manager' | 'member' | 'reader' | 'annotator' | undefined
      }
    | undefined
  readonly display_name?: string | null | undefined
  readonly given_name?: string | null | undefined
  readonly family_name?: string | null | undefined
  readonly phone_number?: string | null | undefined
  readonly picture_url?: string | null | undefined
  readonly language?: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null | undefined
  readonly description?: string | null | undefined
  readonly developer?: boolean | undefined
  readonly default_project_id?: string | null | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly public_metadata?: Metadata | undefined
  readonly external_id?: string | null | undefined
  /** The URL that the page links to after the invitation is accepted; the setting account_return_urls must allow it. */
  readonly return_url?: string | undefined
  /** Only with the mode `none`. */
  readonly password?: string | undefined
}

export interface MappingTest {
  /** The rules of a mapping, as Identity v3 has them. */
  readonly rules: readonly unknown[]
  /** Default: `1.0`. */
  readonly schema_version?: string | null | undefined
  /** The attributes of a user at the identity provider. */
  readonly assertion: Readonly<Record<string, string | readonly string[]>>
}

export interface MappingTestResult {
  /** Null: no user can sign in with this assertion. */
  readonly user: {
    readonly type: 'ephemeral' | 'local'
    readonly id?: string | undefined
    readonly name?: string | undefined
    readonly email?: string | undefined
    readonly domain?:
      | {
          readonly id?: string | undefined
          readonly name?: string | undefined
        }
      | undefined
  } | null
  readonly group_ids: readonly string[]
  readonly groups: readonly {
    readonly name: string
    readonly domain: {
      readonly id?: string | undefined
      readonly name?: string | undefined
    }
  }[]
  readonly projects: readonly {
    readonly name: string
    readonly domain?:
      | {
          readonly id?: string | undefined
          readonly name?: string | undefined
        }
      | undefined
    readonly roles: readonly {
      readonly name: string
    }[]
  }[]
  /** In the order of the request; empty when the evaluation takes too many steps. */
  readonly rules: readonly {
    readonly matches: boolean
    /** The first attribute that does not meet its condition. */
    readonly unmet_attribute: string | null
    /** Whether the assertion has that attribute. */
    readonly attribute_present: boolean | null
  }[]
  /** The index of the rule that the user comes from. */
  readonly user_rule: number | null
  /** Why no user can sign in. */
  readonly failure: string | null
}

/** The scope of the session or key, and its roles there. */
export interface Authority {
  readonly scope: Scope
  readonly roles: readonly {
    readonly id: string
    readonly name: string
  }[]
}

export interface Me {
  readonly user: User
  readonly session: Session | null
  /** The scope of the session or key, and its roles there. */
  readonly authority: Authority
}

export interface OwnProject {
  readonly project: Project
  /** Your direct roles; empty if you have a role only through a group or a project above. */
  readonly roles: readonly {
    readonly id: string
    readonly name: string
  }[]
}

/** The rules that allow the caller to work with ordinary objects of a domain. */
export interface Permissions {
  readonly domain_id: string
  /** Names of rules, such as `identity:create_user`. */
  readonly rules: readonly string[]
}

export interface Message {
  readonly id: string
  /** The recipient, if it is a user. */
  readonly user_id: string | null
  readonly domain_id: string | null
  /** The recipient address. */
  readonly to: string
  /** The template; links and passwords are never shown. */
  readonly template: string
  /** The language; null: the default of the server. */
  readonly language: string | null
  readonly state: 'queued' | 'sent' | 'dead'
  readonly attempts: number
  /** RFC 3339, UTC. */
  readonly next_attempt_at: string | null
  /** The error of the last attempt. */
  readonly last_error: string | null
  /** Not sent after this time, because its content has expired. RFC 3339, UTC. */
  readonly expires_at: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly sent_at: string | null
}

export interface Delivered {
  /** The notification in the inbox of the user; null if it is not in the inbox. */
  readonly notification_id: string | null
  /** The outcome of each channel. */
  readonly deliveries: readonly {
    readonly channel: 'email' | 'web_ui'
    readonly outcome: 'queued' | 'stored' | 'disabled' | 'no_address' | 'user_not_active'
  }[]
}

export interface NewNotification {
  readonly user_id: string
  readonly type: 'comment_mention'
  readonly title: string
  readonly body: string
  readonly link?: string | null | undefined
}

export interface Notification {
  readonly id: string
  readonly type: 'comment_mention'
  readonly title: string
  readonly body: string
  readonly link: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  readonly read: boolean
  /** RFC 3339, UTC. */
  readonly read_at: string | null
}

/** A notification is delivered if its channel and its type are both on. */
export interface NotificationPreferences {
  readonly channels: {
    readonly email: boolean
    readonly web_ui: boolean
  }
  readonly types: {
    readonly comment_mention: boolean
  }
}

export interface NotificationPreferencesChange {
  readonly channels?:
    | {
        readonly email?: boolean | undefined
        readonly web_ui?: boolean | undefined
      }
    | undefined
  readonly types?:
    | {
        readonly comment_mention?: boolean | undefined
      }
    | undefined
}

/** `plan_id` null removes the plan. */
export interface GivenPlan {
  readonly plan_id: string | null
  /** Null: unlimited. Absent: now plus the number of days of the plan. RFC 3339, UTC. */
  readonly expires_at?: string | null | undefined
}

export interface NewPlan {
  readonly name: string
  readonly domain_id?: string | undefined
  readonly storage: number
  readonly concurrent_tasks: number
  readonly daily_api_calls: number
  readonly monthly_api_calls: number
  readonly daily_traffic: number
  readonly monthly_traffic: number
  readonly daily_process: number
  readonly monthly_process: number
  readonly display_name?: string | null | undefined
  readonly description?: string | null | undefined
  /** `#` and 3, 6 or 8 hexadecimal digits. */
  readonly color?: string | null | undefined
  readonly number_of_days?: number | null | undefined
}

export interface Plan {
  readonly id: string
  /** Unique across all domains, ascending. */
  readonly number: number
  readonly domain_id: string
  /** Unique in the domain. */
  readonly name: string
  readonly display_name: string | null
  readonly description: string | null
  /** `#` and 3, 6 or 8 hexadecimal digits. */
  readonly color: string | null
  readonly storage: number
  readonly concurrent_tasks: number
  readonly daily_api_calls: number
  readonly monthly_api_calls: number
  readonly daily_traffic: number
  readonly monthly_traffic: number
  readonly daily_process: number
  readonly monthly_process: number
  /** Duration of the plan when it is assigned or renewed; null: unlimited. */
  readonly number_of_days: number | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface PlanChange {
  readonly name?: string | undefined
  readonly storage?: number | undefined
  readonly concurrent_tasks?: number | undefined
  readonly daily_api_calls?: number | undefined
  readonly monthly_api_calls?: number | undefined
  readonly daily_traffic?: number | undefined
  readonly monthly_traffic?: number | undefined
  readonly daily_process?: number | undefined
  readonly monthly_process?: number | undefined
  readonly display_name?: string | null | undefined
  readonly description?: string | null | undefined
  /** `#` and 3, 6 or 8 hexadecimal digits. */
  readonly color?: string | null | undefined
  readonly number_of_days?: number | null | undefined
}

export interface NewProject {
  readonly name: string
  readonly domain_id?: string | undefined
  readonly parent_id?: string | null | undefined
  readonly description?: string | null | undefined
  /** False prevents every scope on the project. */
  readonly enabled?: boolean | undefined
  readonly tags?: readonly string[] | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

export interface Project {
  readonly id: string
  readonly domain_id: string
  /** Null for a project directly below its domain. */
  readonly parent_id: string | null
  /** Unique in the domain. */
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly tags: readonly string[]
  readonly immutable: boolean
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface ProjectChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** False prevents every scope on the project. */
  readonly enabled?: boolean | undefined
  readonly tags?: readonly string[] | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

export interface ProjectMember {
  readonly user_id: string
  readonly username: string
  readonly display_name: string | null
  /** Only `active` users can authenticate. */
  readonly status: 'invited' | 'pending' | 'active' | 'disabled'
  /** The roles that are assigned to the user directly on the project. */
  readonly roles: readonly {
    readonly id: string
    readonly name: string
  }[]
}

export interface RoleAssignment {
  readonly role_id: string
  readonly user_id: string | null
  readonly group_id: string | null
  readonly scope: {
    readonly type: 'system' | 'domain' | 'project'
    readonly id: string | null
  }
  /** A stored assignment that applies to the projects below its scope; an effective one that comes from a scope above. */
  readonly inherited: boolean
  /** Why an effective assignment exists; all members null: assigned directly. Null without `effective`. */
  readonly source: {
    /** The group that has the role. */
    readonly group_id: string | null
    readonly inherited_from: {
      readonly type: 'system' | 'domain' | 'project'
      readonly id: string | null
    } | null
    /** The role that directly implies this one. */
    readonly implied_by: string | null
  } | null
}

export interface NewRole {
  readonly name: string
  readonly domain_id?: string | null | undefined
  readonly description?: string | null | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

export interface Role {
  readonly id: string
  /** Null for a global role; a role of a domain only implies global roles. */
  readonly domain_id: string | null
  /** Unique among the global roles, or among the roles of the domain. */
  readonly name: string
  readonly description: string | null
  readonly immutable: boolean
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface RoleChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  /** Prevents changes and deletion until a request with only this field clears it. */
  readonly immutable?: boolean | undefined
}

/** A new device, which does not count until it is confirmed. */
export interface Enrolment {
  /** Send it back with the first one-time password. */
  readonly enrolment: string
  /** The secret of the device in base32, to type in. Shown once. */
  readonly seed: string
  /** An `otpauth:` URI with the seed, to show as a QR code. */
  readonly uri: string
  /** RFC 3339, UTC. */
  readonly expires_at: string
}

/** A device for one-time passwords (TOTP, RFC 6238). */
export interface SecondFactor {
  readonly id: string
  /** RFC 3339, UTC. */
  readonly created_at: string
}

export interface SecondFactors {
  readonly second_factors: readonly SecondFactor[]
  /** Whether a sign-in needs a one-time password. */
  readonly required: boolean
}

export interface KeyRing {
  readonly purpose: 'tokens' | 'token_signatures' | 'credentials' | 'receipts'
  /** `repository`: a key repository of Keystone, which Muster only reads. */
  readonly source: 'database' | 'repository'
  /** Number of keys in the ring, including the staged one; null for a repository. */
  readonly active: number | null
  /** When the ring was created or last rotated; null for a repository, and when the event log no longer has the event. RFC 3339, UTC. */
  readonly changed_at: string | null
}

export interface Server {
  readonly version: string
  /** RFC 3339, UTC. */
  readonly started_at: string
  readonly database: {
    readonly kind: 'sqlite' | 'postgres'
    /** Whether it can be read and written, as in `/readyz`. */
    readonly ready: boolean
    /** The newest migration of the schema. */
    readonly migration: string | null
  }
  readonly mail: {
    /** `folder`: no mail server is configured, and messages are written to files. */
    readonly transport: 'smtp' | 'folder'
    /** Whether a message has been due for a minute, so that mail is not being sent. */
    readonly overdue: boolean
    /** Waiting messages, at most 1000. */
    readonly queued: number
    /** Dead messages, at most 1000. */
    readonly dead: number
  }
  readonly change_feed: {
    /** Whether this node has the changes of the others; false: it reads from the database instead of its caches. */
    readonly fresh: boolean
  }
  readonly keys: readonly KeyRing[]
}

export interface Setting {
  readonly name: string
  /** The environment variable of the setting. */
  readonly variable: string
  readonly description: string
  /** Where the value comes from; null: from a program that embeds the server. */
  readonly source: 'default' | 'file' | 'environment' | null
  /** Whether the value is never shown: it is a secret, or the place of one. */
  readonly hidden: boolean
  /** Whether the setting has a value. */
  readonly set: boolean
  /** The value as in an environment variable, without a password in a URL; null if it has none or is hidden. */
  readonly value: string | null
}

export interface OpenedSession {
  readonly session: Session
  /** Shown once; absent if a cookie was requested. */
  readonly secret?: string | undefined
}

export interface Session {
  readonly id: string
  readonly user_id: string
  /** The User-Agent at sign-in. */
  readonly agent: string | null
  /** The client address at sign-in. */
  readonly address: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly last_seen_at: string
  /** The latest expiry; an unused session expires sooner. RFC 3339, UTC. */
  readonly expires_at: string
  /** Whether this is the current session. */
  readonly current: boolean
}

/** A username or an email; the domain by id or name, or the default domain. */
export interface SignIn {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly domain_id?: string | undefined
  readonly domain_name?: string | undefined
  readonly password: string
  /** The one-time password, required for users with TOTP. */
  readonly passcode?: string | undefined
  /** Sets the secret as the cookie `__Host-muster` instead. */
  readonly cookie?: boolean | undefined
}

export interface GivenScope {
  readonly type: 'system' | 'domain' | 'project'
  readonly id?: string | null | undefined
  /** Alias of `id`. */
  readonly domain_id?: string | undefined
  /** Alias of `id`. */
  readonly project_id?: string | undefined
}

export interface Problem {
  /** The error code of a problem, as a path: `/problems/<code>` returns its title and what to do about it. A released code keeps its meaning. Later versions add codes: handle an unknown code by the status of the response. */
  readonly type: `/problems/${ErrorCode}`
  /** The kind of problem, for humans. */
  readonly title: string
  readonly status: number
  /** The error of this request, for humans. */
  readonly detail: string
  /** The id of the request, as in the log and the event log. */
  readonly instance: string
  /** The invalid fields and parameters of the request. */
  readonly errors?:
    | readonly {
        /** A JSON pointer into the body. */
        readonly pointer?: string | undefined
        /** The name of a query parameter. */
        readonly parameter?: string | undefined
        readonly detail: string
      }[]
    | undefined
}

export interface Scope {
  readonly type: 'system' | 'domain' | 'project' | 'none'
  readonly id: string | null
}

/** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
export type Metadata = Readonly<Record<string, unknown>>

export interface NewUser {
  readonly username: string
  readonly domain_id?: string | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly public_metadata?: Metadata | undefined
  readonly status?: 'invited' | 'pending' | 'active' | 'disabled' | undefined
  readonly kind?: 'human' | 'service' | undefined
  readonly display_name?: string | null | undefined
  readonly given_name?: string | null | undefined
  readonly family_name?: string | null | undefined
  readonly phone_number?: string | null | undefined
  readonly picture_url?: string | null | undefined
  readonly language?: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null | undefined
  readonly email?: string | null | undefined
  readonly description?: string | null | undefined
  readonly developer?: boolean | undefined
  readonly default_project_id?: string | null | undefined
  readonly external_id?: string | null | undefined
  readonly password?: string | null | undefined
}

export interface ProfileChange {
  readonly display_name?: string | null | undefined
  readonly given_name?: string | null | undefined
  readonly family_name?: string | null | undefined
  readonly phone_number?: string | null | undefined
  readonly picture_url?: string | null | undefined
  readonly language?: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null | undefined
}

export interface User {
  readonly id: string
  /** Unique across all domains, ascending. */
  readonly number: number
  readonly domain_id: string
  /** Unique in the domain, ignoring case; used to sign in. */
  readonly username: string
  /** A person, a program, or a user that belongs to the server. */
  readonly kind: 'human' | 'service' | 'system'
  /** Only `active` users can authenticate. */
  readonly status: 'invited' | 'pending' | 'active' | 'disabled'
  readonly display_name: string | null
  readonly given_name: string | null
  readonly family_name: string | null
  readonly phone_number: string | null
  readonly picture_url: string | null
  readonly language: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null
  /** At most one user of a domain can claim it. */
  readonly email: string | null
  /** Whether the email belongs only to this user in the domain. */
  readonly email_claimed: boolean
  /** When a link sent to the claimed email was used; cleared when the email changes. RFC 3339, UTC. */
  readonly email_verified_at: string | null
  /** The id of the user in another system; unique in the domain. */
  readonly external_id: string | null
  readonly description: string | null
  /** May create application credentials for itself. */
  readonly developer: boolean
  readonly default_project_id: string | null
  /** The kind of directory that the object comes from; it is then read-only here. */
  readonly managed_by: 'ldap' | null
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly public_metadata: Metadata
  readonly plan: {
    readonly id: string
    /** Null: unlimited. RFC 3339, UTC. */
    readonly expires_at: string | null
    readonly expired: boolean
  } | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
  /** RFC 3339, UTC. */
  readonly last_active_at: string | null
  /** RFC 3339, UTC. */
  readonly invited_until: string | null
}

export interface UserChange {
  readonly username?: string | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly metadata?: Metadata | null | undefined
  /** At most 65536 bytes as JSON, 5000 keys and 10 levels. */
  readonly public_metadata?: Metadata | null | undefined
  readonly status?: 'invited' | 'pending' | 'active' | 'disabled' | undefined
  readonly kind?: 'human' | 'service' | undefined
  readonly display_name?: string | null | undefined
  readonly given_name?: string | null | undefined
  readonly family_name?: string | null | undefined
  readonly phone_number?: string | null | undefined
  readonly picture_url?: string | null | undefined
  readonly language?: 'en' | 'de' | 'es' | 'fa' | 'hi' | 'ja' | null | undefined
  readonly email?: string | null | undefined
  readonly description?: string | null | undefined
  readonly developer?: boolean | undefined
  readonly default_project_id?: string | null | undefined
  readonly external_id?: string | null | undefined
  readonly password?: string | null | undefined
}

export interface UserSecondFactors {
  /** Whether a sign-in with the password alone is rejected. */
  readonly required: boolean
  /** Devices for one-time passwords (TOTP). */
  readonly second_factors: readonly {
    readonly id: string
    /** RFC 3339, UTC. */
    readonly created_at: string
  }[]
}

export interface Delivery {
  /** The `webhook-id` of the message. */
  readonly id: string
  readonly webhook_id: string
  /** Null for a ping. */
  readonly event_sequence: number | null
  readonly kind: string
  readonly state: 'queued' | 'delivered' | 'dead'
  readonly attempts: number
  /** RFC 3339, UTC. */
  readonly next_attempt_at: string | null
  /** The status that the receiver returned. */
  readonly last_status: number | null
  readonly last_error: string | null
  /** The beginning of the response of the receiver. */
  readonly response: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly first_attempt_at: string | null
  /** RFC 3339, UTC. */
  readonly last_attempt_at: string | null
}

export interface NewWebhook {
  readonly url: string
  readonly domain_id?: string | null | undefined
  readonly description?: string | null | undefined
  /** Event kinds, exact or as `user.*`; `*` is every kind. */
  readonly kinds?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

export interface SecretRotation {
  /** Seconds that the current secrets sign in addition to the new one. */
  readonly overlap_seconds?: number | undefined
}

export interface Webhook {
  readonly id: string
  /** Receives only events of this domain; null: all events. */
  readonly domain_id: string | null
  readonly url: string
  readonly description: string | null
  /** Event kinds, exact or as `user.*`; `*` is every kind. */
  readonly kinds: readonly string[]
  readonly enabled: boolean
  /** Why the server disabled it: the receiver returned 410. */
  readonly disabled_reason: 'gone' | null
  /** Why an enabled webhook delivers nothing: the user in `created_by` is deleted, disabled, or no longer allowed to create it. Deliveries wait. Another administrator takes over the webhook by changing it. */
  readonly paused_because: 'maker_deleted' | 'maker_disabled' | 'maker_not_allowed' | null
  /** The user that created or last changed it and is responsible for it; null: the operator, or a version that did not record this. */
  readonly created_by: string | null
  /** RFC 3339, UTC. */
  readonly created_at: string
  /** RFC 3339, UTC. */
  readonly updated_at: string
}

export interface WebhookChange {
  readonly url?: string | undefined
  readonly description?: string | null | undefined
  /** Event kinds, exact or as `user.*`; `*` is every kind. */
  readonly kinds?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

export interface WebhookWithSecret {
  readonly webhook: Webhook
  /** The key that signs messages, as `whsec_…`. Shown once. */
  readonly secret: string
}

/** The error codes of the native API; later versions add codes. */
export type ErrorCode =
  | 'access_rule_invalid'
  | 'access_rules_too_many'
  | 'annotators_annotate'
  | 'blob_malformed'
  | 'body_blank'
  | 'channel_unknown'
  | 'color_malformed'
  | 'content_parts'
  | 'count_out_of_range'
  | 'credential_fixed'
  | 'csv_broken'
  | 'current_password_wrong'
  | 'cursor_invalid'
  | 'default_project_is_domain'
  | 'delegation_fixed'
  | 'document_missing'
  | 'document_too_large'
  | 'domain_has_parent'
  | 'domain_immutable'
  | 'domain_option_invalid'
  | 'domain_role_on_system'
  | 'domain_unknown'
  | 'effective_inherited_by_domain'
  | 'effective_of_group'
  | 'email_malformed'
  | 'email_not_claimed'
  | 'email_too_long'
  | 'email_unprintable'
  | 'emails_not_wanted'
  | 'endpoint_reference_unknown'
  | 'enrolment_invalid'
  | 'event_kind_invalid'
  | 'event_kind_unknown'
  | 'event_kinds_number'
  | 'expired_already'
  | 'expiry_out_of_range'
  | 'external_id_malformed'
  | 'factor_repeated'
  | 'factor_rule_repeated'
  | 'factor_rule_size'
  | 'factor_rules_too_many'
  | 'federated_link_invalid'
  | 'file_not_utf8'
  | 'filter_invalid'
  | 'filter_too_expensive'
  | 'group_missing'
  | 'group_not_wanted'
  | 'header_missing'
  | 'header_repeated'
  | 'header_unknown'
  | 'id_malformed'
  | 'idempotency_key_invalid'
  | 'idempotency_key_reused'
  | 'import_format_differs'
  | 'import_gap'
  | 'invitation_invalid'
  | 'invitation_lapsed'
  | 'keystone_keys_missing'
  | 'is_domain_immutable'
  | 'limit_owner_ambiguous'
  | 'limit_reference_unknown'
  | 'link_malformed'
  | 'mapping_invalid'
  | 'mapping_too_large'
  | 'mapping_unknown'
  | 'media_type_unsupported'
  | 'metadata_conditions_too_many'
  | 'metadata_no_object'
  | 'metadata_too_deep'
  | 'metadata_too_large'
  | 'metadata_unstorable'
  | 'method_incomplete'
  | 'methods_missing'
  | 'name_blank'
  | 'name_not_addressable'
  | 'name_reserved'
  | 'name_too_long'
  | 'name_unprintable'
  | 'not_a_member_above'
  | 'notification_type_unknown'
  | 'number_not_exact'
  | 'oauth_header_incomplete'
  | 'oauth_token_missing'
  | 'oauth_verifier_invalid'
  | 'origin_missing'
  | 'overlap_invalid'
  | 'overlap_out_of_range'
  | 'page_too_large'
  | 'parent_elsewhere'
  | 'parent_unknown'
  | 'passcode_invalid'
  | 'password_blank'
  | 'password_common'
  | 'password_empty'
  | 'password_hash_unusable'
  | 'password_is_name'
  | 'password_locked'
  | 'password_not_wanted'
  | 'password_too_long'
  | 'password_too_short'
  | 'password_too_weak'
  | 'password_too_young'
  | 'password_unstorable'
  | 'password_used_before'
  | 'pattern_unsupported'
  | 'picture_url_malformed'
  | 'plan_endless'
  | 'plan_missing'
  | 'plan_not_wanted'
  | 'project_missing'
  | 'project_unknown'
  | 'proof_missing'
  | 'recovery_impossible'
  | 'recovery_invalid'
  | 'reference_incomplete'
  | 'region_cycle'
  | 'region_unknown'
  | 'remote_id_repeated'
  | 'request_abandoned'
  | 'return_url_not_allowed'
  | 'role_ambiguous'
  | 'role_missing'
  | 'role_not_custom'
  | 'role_not_held'
  | 'role_not_wanted'
  | 'scope_missing'
  | 'search_too_long'
  | 'search_unstorable'
  | 'secret_too_short'
  | 'seed_malformed'
  | 'service_unknown'
  | 'subtree_of_nothing'
  | 'system_not_inherited'
  | 'tag_blank'
  | 'tag_repeated'
  | 'tag_unusable'
  | 'tags_too_many'
  | 'text_too_long'
  | 'text_unstorable'
  | 'time_malformed'
  | 'title_blank'
  | 'title_malformed'
  | 'type_empty'
  | 'url_invalid'
  | 'url_refused'
  | 'url_template_broken'
  | 'user_not_invited'
  | 'users_count'
  | 'users_repeated'
  | 'uses_of_redelegable'
  | 'value_type'
  | 'value_unknown'
  | 'access_key_unknown'
  | 'access_rule_not_found'
  | 'access_token_not_found'
  | 'api_key_not_found'
  | 'application_credential_not_found'
  | 'bulk_job_not_found'
  | 'consumer_not_found'
  | 'credential_not_found'
  | 'deleted_user_not_found'
  | 'delivery_not_found'
  | 'document_not_found'
  | 'domain_configuration_not_found'
  | 'domain_not_found'
  | 'ec2_credential_not_found'
  | 'endpoint_group_not_found'
  | 'endpoint_not_found'
  | 'event_not_found'
  | 'federation_protocol_not_found'
  | 'group_not_found'
  | 'identity_provider_not_found'
  | 'implied_role_not_found'
  | 'import_not_found'
  | 'invitation_not_found'
  | 'limit_not_found'
  | 'mapping_not_found'
  | 'marker_not_found'
  | 'member_not_found'
  | 'message_not_found'
  | 'notification_not_found'
  | 'page_not_found'
  | 'plan_not_found'
  | 'policy_association_not_found'
  | 'policy_not_found'
  | 'problem_not_found'
  | 'project_endpoint_group_not_found'
  | 'project_endpoint_not_found'
  | 'project_not_found'
  | 'project_tag_not_found'
  | 'region_not_found'
  | 'registered_limit_not_found'
  | 'request_token_not_found'
  | 'role_assignment_not_found'
  | 'role_binding_not_found'
  | 'role_not_found'
  | 'saml_metadata_not_found'
  | 'service_not_found'
  | 'service_provider_not_found'
  | 'session_not_found'
  | 'token_not_found'
  | 'trust_not_found'
  | 'user_not_found'
  | 'webhook_not_found'
  | 'api_key_invalid'
  | 'authentication_failed'
  | 'authentication_required'
  | 'factors_missing'
  | 'password_expired'
  | 'session_invalid'
  | 'sign_in_too_old'
  | 'account_role_forbidden'
  | 'administrator_protected'
  | 'beyond_delegation'
  | 'bulk_job_of_another_caller'
  | 'forbidden_by_rule'
  | 'forbidden_to_delegation'
  | 'key_forbidden'
  | 'member_forbidden'
  | 'member_role_forbidden'
  | 'operator_only'
  | 'plan_forbidden'
  | 'role_binding_forbidden'
  | 'role_not_yours_to_give'
  | 'system_admin_forbidden'
  | 'system_user_protected'
  | 'webhook_of_another_domain'
  | 'access_rule_in_use'
  | 'ancestor_disabled'
  | 'api_key_ended'
  | 'application_credentials_too_many'
  | 'assertion_needs_project'
  | 'assertion_too_large'
  | 'assertion_unrepresentable'
  | 'catalog_needs_project'
  | 'credential_limit'
  | 'descendant_enabled'
  | 'directory_read_only'
  | 'documents_too_many'
  | 'domain_configuration_unsupported'
  | 'domain_enabled'
  | 'domain_not_empty'
  | 'domain_role_mismatch'
  | 'factor_required'
  | 'factor_unsupported'
  | 'federated_groups_too_many'
  | 'federated_projects_too_many'
  | 'federated_system_scope'
  | 'identity_provider_disabled'
  | 'implied_role_of_domain'
  | 'implied_role_prohibited'
  | 'invited_program'
  | 'key_in_use'
  | 'keystone_schema_unknown'
  | 'keystone_users_gone'
  | 'kind_fixed'
  | 'limit_above_parent'
  | 'limit_below_child'
  | 'no_roles'
  | 'nobody_authorizes'
  | 'not_a_developer'
  | 'not_redelegable'
  | 'not_the_owner'
  | 'not_the_trustee'
  | 'not_the_trustor'
  | 'parent_immutable'
  | 'project_in_use'
  | 'project_is_domain'
  | 'project_not_leaf'
  | 'protocol_without_mapping'
  | 'redelegated_elsewhere'
  | 'redelegated_impersonation'
  | 'redelegated_longer'
  | 'redelegated_roles'
  | 'redelegation_count_changed'
  | 'redelegation_too_deep'
  | 'region_in_use'
  | 'registered_limit_in_use'
  | 'registered_limit_missing'
  | 'remote_id_attribute_missing'
  | 'remote_id_unknown'
  | 'request_header_missing'
  | 'request_token_authorized'
  | 'rescope_barred'
  | 'revoked_by_another'
  | 'saml_not_configured'
  | 'scope_elsewhere'
  | 'self_deletion'
  | 'self_disabling'
  | 'service_in_use'
  | 'service_provider_disabled'
  | 'session_of_another_user'
  | 'status_step_barred'
  | 'tree_too_deep'
  | 'trust_elsewhere'
  | 'trust_gone'
  | 'uses_of_redelegated'
  | 'webhook_disabled'
  | 'webhook_limit'
  | 'webhook_paused'
  | 'webhook_secrets_limit'
  | 'application_credential_name_taken'
  | 'bulk_job_done'
  | 'bulk_job_taken_over'
  | 'credential_taken'
  | 'delivery_under_way'
  | 'domain_name_taken'
  | 'email_taken'
  | 'external_id_taken'
  | 'federated_user_linked'
  | 'federation_protocol_exists'
  | 'group_name_taken'
  | 'id_taken'
  | 'idempotency_in_progress'
  | 'idempotency_outcome_unknown'
  | 'implication_exists'
  | 'import_done'
  | 'import_taken_over'
  | 'limit_exists'
  | 'message_forgotten'
  | 'message_sent'
  | 'plan_changed'
  | 'plan_in_use'
  | 'plan_name_taken'
  | 'project_endpoint_exists'
  | 'project_endpoint_group_exists'
  | 'project_name_taken'
  | 'registered_limit_exists'
  | 'remote_id_taken'
  | 'role_binding_exists'
  | 'role_name_taken'
  | 'trust_exists'
  | 'user_name_taken'
  | 'version_changed'
  | 'rate_limited'
  | 'recovery_busy'
  | 'revoked_ahead'
  | 'too_many_failed_proofs'
  | 'too_many_logins'
  | 'too_many_searches'
  | 'database_busy'
  | 'database_damaged'
  | 'database_full'
  | 'database_read_only'
  | 'database_timeout'
  | 'database_unavailable'
  | 'directory_unavailable'
  | 'identity_provider_unavailable'
  | 'outcome_unknown'
  | 'starting'
  | 'address_invalid'
  | 'body_too_large'
  | 'content_encoding_unsupported'
  | 'expectation_failed'
  | 'headers_too_large'
  | 'host_missing'
  | 'internal_error'
  | 'method_not_allowed'
  | 'request_invalid'
  | 'request_malformed'
  | 'request_timeout'
  | 'route_not_found'
