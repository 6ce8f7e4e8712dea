import type { LdapEntry } from './ldap-server.ts'

/** The entries of the directory that tests use. */
export const base = 'dc=example,dc=org'
export const userDn = (uid: string) => `uid=${uid},ou=users,${base}`
export const groupDn = (cn: string) => `cn=${cn},ou=groups,${base}`

export const person = (uid: string, more: LdapEntry = {}): LdapEntry => ({
  objectclass: ['inetOrgPerson'],
  uid: [uid],
  cn: [uid.toUpperCase()],
  mail: [`${uid}@example.org`],
  userpassword: [`${uid}-password`],
  ...more,
})

export const groupOf = (cn: string, ...members: readonly string[]): LdapEntry => ({
  objectclass: ['groupOfNames'],
  cn: [cn],
  member: members.map(userDn),
})

export const entries = (): Record<string, LdapEntry> => ({
  [base]: { objectclass: ['organization'] },
  [`cn=reader,${base}`]: { objectclass: ['person'], cn: ['reader'], userpassword: ['reader-password'] },
  [`ou=users,${base}`]: { objectclass: ['organizationalUnit'] },
  [`ou=groups,${base}`]: { objectclass: ['organizationalUnit'] },
  [userDn('alice')]: person('alice'),
  [userDn('bob')]: person('bob', { employeetype: ['FALSE'] }),
  [userDn('carol')]: person('carol'),
  [groupDn('engineers')]: groupOf('engineers', 'alice', 'carol'),
  [groupDn('empty')]: groupOf('empty'),
})

export const ldapOptions = (url: string) => ({
  url,
  user: `cn=reader,${base}`,
  password: 'reader-password',
  suffix: base,
  user_tree_dn: `ou=users,${base}`,
  user_id_attribute: 'uid',
  user_name_attribute: 'uid',
  user_enabled_attribute: 'employeeType',
  group_tree_dn: `ou=groups,${base}`,
  group_name_attribute: 'cn',
})
