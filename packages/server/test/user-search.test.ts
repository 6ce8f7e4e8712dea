import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deleteUser } from '../src/core/accounts/deletion/delete-user.ts'
import { createDomain } from '../src/core/directory/domains/create-domain.ts'
import { createUser } from '../src/core/directory/users/create-user.ts'
import { type ListUsers, listUsers } from '../src/core/directory/users/list-users.ts'
import { updateUser } from '../src/core/directory/users/update-user.ts'
import type { User } from '../src/core/directory/users/user.ts'
import { userPosition } from '../src/core/directory/users/user-position.ts'
import type { NewUser, UserFilterKey, UserSortKey } from '../src/core/directory/users/user-store.ts'
import { isDomainError } from '../src/core/kernel/domain-error.ts'
import { equals, type FilterExpression, isIn } from '../src/core/kernel/filters/filter-expression.ts'
import { eq } from '../src/core/kernel/paging/list-query.ts'
import { fold } from '../src/core/kernel/text.ts'
import { insertUsers } from '../src/store/tables/users.ts'
import { onEachDatabase } from './databases.ts'
import { callerAs, createTestCore, inDomain, type TestCore } from './test-core.ts'

/** More rows than a full scan is used for, so that every search plan is covered. */
const size = 4000
const day = 86_400_000

/** Deterministic and evenly distributed. */
const chance = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return Math.floor(((state >>> 8) / 2 ** 24) * below)
  }
}

const words = [
  'ann',
  'Böb',
  'İpek',
  'ΣΟΦΙΑ',
  "O'Neill",
  '100%',
  'a_b',
  '"quoted"',
  'C:\\dir',
  'AND OR',
  'x*y?[z]',
]

const made = (core: TestCore): NewUser[] => {
  const next = chance(7)
  const maybe = <T>(value: T): T | null => (next(4) === 0 ? null : value)
  return Array.from({ length: size }, (_, i): NewUser => {
    const word = words[next(words.length)] ?? ''
    const rare = i % 1000 === 17
    return {
      id: Array.from({ length: 8 }, () => next(65_536).toString(16).padStart(4, '0')).join(''),
      domainId: 'default',
      name: `user-${next(100_000)}-${i}`,
      kind: next(50) === 0 ? 'service' : 'human',
      status:
        (['active', 'active', 'active', 'disabled', 'invited', 'pending'] as const)[next(6)] ?? 'active',
      displayName: maybe(rare ? 'Rare Quixworth' : `${word} ${next(40)}`),
      email: maybe(`${i}.${next(300)}@company${next(20)}.example`),
      claimedEmail: null,
      description: maybe(`keeps ${word}`),
      defaultProjectId: null,
      developer: next(3) === 0,
      options: {},
      extra: {},
      givenName: maybe(word),
      familyName: maybe(`family${next(200)}`),
      phoneNumber: maybe(`+49 30 ${next(10_000)}`),
      metadata: next(3) === 0 ? { team: `t${next(400)}`, level: next(3), tags: ['a', next(2)] } : {},
      createdAt: core.now() - next(1000) * day,
      updatedAt: core.now() - next(500) * day,
    }
  })
}

onEachDatabase('user search', (makePlace) => {
  let core: TestCore
  let users: readonly User[]
  before(async () => {
    core = await createTestCore(await makePlace())
    const rows = made(core)
    for (let i = 0; i < size; i += 250) await insertUsers(core.store.db, rows.slice(i, i + 250))
    const all = await core.store.reading.users.getMany(rows.map(({ id }) => id))
    users = [...all]
    assert.equal(users.length, size)
  })
  after(() => core.close())

  const folded = (text: string | null) => fold(text ?? '')
  const holds = (user: User, text: string, fields: readonly (keyof User)[] = everything) =>
    fields.some((field) => folded(user[field] as string | null).includes(fold(text)))
  const everything = ['name', 'displayName', 'givenName', 'familyName', 'email', 'phoneNumber'] as const

  /** Pages through the list like a client; each page has at most `limit` rows. */
  const walk = async (requested: Omit<ListUsers, 'page' | 'where'> & Partial<ListUsers>, limit = 60) => {
    const found: User[] = []
    for (let from = requested.from; ; ) {
      const page = await core.run(listUsers, {
        where: [],
        ...requested,
        page: { limit },
        from,
      })
      assert.ok(page.rows.length <= limit)
      found.push(...page.rows)
      const last = page.rows.at(-1)
      if (!page.more) return found
      assert.ok(last && page.rows.length === limit, 'a page before the last is full')
      from = userPosition(...(requested.sort ?? []))(last)
    }
  }
  const value = (key: UserSortKey, user: User) => userPosition({ key, descending: false })(user).value ?? null
  const sorted = (of: readonly User[], key: UserSortKey, descending: boolean) => {
    const way = descending ? -1 : 1
    const order = (a: string | number, b: string | number) => (a === b ? 0 : a < b ? -way : way)
    const present = of.filter((user) => value(key, user) !== null)
    const absent = of.filter((user) => value(key, user) === null)
    return [
      ...present.toSorted((a, b) => order(value(key, a) ?? '', value(key, b) ?? '') || order(a.id, b.id)),
      ...absent.toSorted((a, b) => order(a.id, b.id)),
    ].map(({ id }) => id)
  }
  const ids = (of: readonly User[]) => of.map(({ id }) => id)

  const keys: readonly UserSortKey[] = [
    'id',
    'number',
    'name',
    'display_name',
    'given_name',
    'family_name',
    'email',
    'created_at',
    'updated_at',
    'last_active_at',
  ]

  test('every sort order, in both directions, returns each user once; missing values sort last', async () => {
    for (const key of keys)
      for (const descending of [false, true])
        assert.deepEqual(
          ids(await walk({ sort: [{ key, descending }] }, 333)),
          sorted(users, key, descending),
          `${key} ${descending}`,
        )
  })

  test('a search finds part of any field in any case, rare or common, in every order', async () => {
    const texts = [
      'quixworth',
      'QUIX',
      'nobody at all',
      'company7',
      'example',
      'böB',
      'i̇PEK',
      'σοφια',
      'r-99',
      '.12@',
      '-1',
      'a',
      '49 30 77',
    ]
    let i = 0
    for (const text of texts) {
      const expected = users.filter((user) => holds(user, text))
      for (const key of [keys[i++ % keys.length] ?? 'id', 'display_name' as const]) {
        const descending = i % 2 === 0
        const found = ids(await walk({ search: { text }, sort: [{ key, descending }] }, 100))
        assert.deepEqual(found, sorted(expected, key, descending), `${text} by ${key}`)
      }
      assert.equal(
        (await core.run(listUsers, { where: [], search: { text }, page: { limit: 1 }, count: true })).total,
        expected.length,
        text,
      )
    }
  })

  test('special characters of the database are literal in a search', async () => {
    for (const text of [
      '%',
      '_',
      '100%',
      'a_b',
      "'",
      "O'N",
      '"',
      '"quoted"',
      '\\',
      ':\\d',
      'AND OR',
      ' or',
      '*',
      'x*y?[z]',
      '[z]',
      'NEAR(',
      '^',
      '{',
      '\u001f',
      'a\u001fb',
    ])
      assert.deepEqual(
        ids(await walk({ search: { text } }, 1000)).sort(),
        ids(users.filter((user) => holds(user, text))).sort(),
        JSON.stringify(text),
      )
  })

  test('a search can be limited to selected fields', async () => {
    const text = 'ann'
    for (const [field, property] of [
      ['given_name', 'givenName'],
      ['display_name', 'displayName'],
      ['email', 'email'],
    ] as const)
      assert.deepEqual(
        ids(await walk({ search: { text, fields: [field] } }, 500)).sort(),
        ids(users.filter((user) => holds(user, text, [property]))).sort(),
      )
    assert.deepEqual(await walk({ search: { text, fields: [] } }), [])
  })

  test('rejects invalid searches', async () => {
    const search = (text: string) => core.run(listUsers, { where: [], search: { text }, page: { limit: 5 } })
    await assert.rejects(search('a\0b'), (e) => isDomainError(e, 'invalid'))
    await assert.rejects(search('a'.repeat(256)), (e) => isDomainError(e, 'invalid'))
    assert.equal((await search('')).rows.length, 5)
  })

  const text = (value: string | null, test: (value: string) => boolean) => value !== null && test(value)

  test('filters of every kind, alone and combined, match exactly the expected users', async () => {
    const since = core.now() - 20 * day
    const like = (
      key: UserFilterKey,
      pattern: readonly (string | { any: 'one' | 'many' })[],
      ignore = false,
    ) => ({ kind: 'like', key, pattern, fold: ignore }) as const
    const many = { any: 'many' } as const
    const one = { any: 'one' } as const
    const some = users[1234] as User
    const phone = users.find(({ phoneNumber }) => phoneNumber !== null)?.phoneNumber ?? ''
    const cases: readonly (readonly [FilterExpression<UserFilterKey>, (user: User) => boolean])[] = [
      [equals('name', some.name), ({ id }) => id === some.id],
      [equals('number', some.number), ({ id }) => id === some.id],
      [equals('status', 'disabled'), ({ status }) => status === 'disabled'],
      [equals('kind', 'service'), ({ kind }) => kind === 'service'],
      [equals('developer', true), ({ developer }) => developer],
      [equals('given_name', 'ann'), ({ givenName }) => givenName === 'ann'],
      [
        { ...equals('given_name', 'böb'), fold: true } as FilterExpression<UserFilterKey>,
        ({ givenName }) => folded(givenName) === 'böb',
      ],
      [isIn('status', ['invited', 'pending']), ({ status }) => status === 'invited' || status === 'pending'],
      [isIn('given_name', ['ann', 'a_b']), ({ givenName }) => givenName === 'ann' || givenName === 'a_b'],
      [
        { ...isIn('given_name', ['böb', 'σοφια']), fold: true } as FilterExpression<UserFilterKey>,
        ({ givenName }) => ['böb', 'σοφια'].includes(folded(givenName)),
      ],
      [equals('phone_number', phone), ({ phoneNumber }) => phoneNumber === phone],
      [equals('family_name', 'family17'), ({ familyName }) => familyName === 'family17'],
      [
        like('family_name', ['family17', many]),
        ({ familyName }) => text(familyName, (t) => t.startsWith('family17')),
      ],
      [
        {
          kind: 'all',
          of: [like('family_name', ['family1', many], true), isIn('given_name', ['ann', '100%'])],
        },
        ({ familyName, givenName }) =>
          text(familyName, (t) => t.startsWith('family1')) && (givenName === 'ann' || givenName === '100%'),
      ],
      [isIn('number', [1, 2, some.number]), ({ number }) => [1, 2, some.number].includes(number)],
      [
        like('display_name', [many, 'Quix', many]),
        ({ displayName }) => text(displayName, (t) => t.includes('Quix')),
      ],
      [like('display_name', [many, 'quix', many]), () => false],
      [
        like('display_name', [many, 'quix', many], true),
        ({ displayName }) => text(displayName, (t) => /quix/i.test(t)),
      ],
      [like('given_name', ['x*y?', many]), ({ givenName }) => text(givenName, (t) => t.startsWith('x*y?'))],
      [like('given_name', ['a', one, 'b']), ({ givenName }) => givenName === 'a_b'],
      [like('given_name', ['B', one, 'b']), ({ givenName }) => givenName === 'Böb'],
      [
        like('family_name', ['family1', one]),
        ({ familyName }) => text(familyName, (t) => /^family1.$/.test(t)),
      ],
      [
        like('description', [many, '100%']),
        ({ description }) => text(description, (t) => t.endsWith('100%')),
      ],
      [{ kind: 'isNull', key: 'email' }, ({ email }) => email === null],
      [
        { kind: 'not', of: { kind: 'isNull', key: 'phone_number' } },
        ({ phoneNumber }) => phoneNumber !== null,
      ],
      [{ kind: 'compare', key: 'created_at', op: 'gt', value: since }, ({ createdAt }) => createdAt > since],
      [
        { kind: 'between', key: 'created_at', low: since, high: since + day },
        ({ createdAt }) => createdAt >= since && createdAt <= since + day,
      ],
      [
        { kind: 'compare', key: 'display_name', op: 'lt', value: 'B' },
        ({ displayName }) => text(displayName, (t) => t < 'B'),
      ],
      // A missing value is neither equal nor unequal.
      [
        { kind: 'compare', key: 'given_name', op: 'neq', value: 'ann' },
        ({ givenName }) => text(givenName, (t) => t !== 'ann'),
      ],
      [
        { kind: 'not', of: equals('given_name', 'ann') },
        ({ givenName }) => text(givenName, (t) => t !== 'ann'),
      ],
      [{ kind: 'all', of: [] }, () => true],
      [{ kind: 'any', of: [] }, () => false],
      [equals('email', 'a\0b'), () => false],
    ]
    const next = chance(3)
    const pick = () => cases[next(cases.length)] as (typeof cases)[number]
    const joined = Array.from({ length: 20 }, () => {
      const [[a, isA], [b, isB]] = [pick(), pick()]
      return next(2) === 0
        ? ([{ kind: 'all', of: [a, b] }, (user: User) => isA(user) && isB(user)] as const)
        : ([{ kind: 'any', of: [a, b] }, (user: User) => isA(user) || isB(user)] as const)
    })
    let i = 0
    for (const [filter, passes] of [...cases, ...joined]) {
      const expected = users.filter(passes)
      const sort = [{ key: keys[i++ % keys.length] ?? 'id', descending: i % 3 === 0 }] as const
      const reported = JSON.stringify(filter)
      assert.deepEqual(
        ids(await walk({ filter, sort }, 700)),
        sorted(expected, sort[0].key, sort[0].descending),
        reported,
      )
      const { total } = await core.run(listUsers, { where: [], filter, page: { limit: 1 }, count: true })
      assert.equal(total, expected.length, reported)
    }
  })

  test('search, filter and legacy filters combine', async () => {
    const found = await walk({
      where: [eq('status', 'active'), { key: 'email', op: 'icontains', value: 'COMPANY3.' }],
      search: { text: 'ann' },
      filter: equals('kind', 'human'),
      sort: [{ key: 'created_at', descending: true }],
    })
    const expected = users.filter(
      (user) =>
        user.status === 'active' &&
        folded(user.email).includes('company3.') &&
        holds(user, 'ann') &&
        user.kind === 'human',
    )
    assert.deepEqual(ids(found), sorted(expected, 'created_at', true))
  })

  test('users are found by metadata attributes with exactly the given value', async () => {
    const some = users.find(({ metadata }) => metadata['team'] !== undefined) as User
    for (const [metadata, passes] of [
      [{ team: some.metadata['team'] }, (user: User) => user.metadata['team'] === some.metadata['team']],
      [{ level: 1 }, (user: User) => user.metadata['level'] === 1],
      [{ level: '1' }, () => false],
      [{ level: true }, () => false],
      [
        { level: 2, team: 't7' },
        (user: User) => user.metadata['level'] === 2 && user.metadata['team'] === 't7',
      ],
      [{ tags: ['a', 1] }, (user: User) => JSON.stringify(user.metadata['tags']) === '["a",1]'],
      [{ tags: ['a'] }, () => false],
      [{ 'no"such': 'x' }, () => false],
      [{}, () => true],
    ] as const)
      assert.deepEqual(
        ids(await walk({ metadata }, 900)).sort(),
        ids(users.filter(passes)).sort(),
        JSON.stringify(metadata),
      )
    const broken = core.run(listUsers, { where: [], metadata: { a: 'x\0' }, page: { limit: 1 } })
    await assert.rejects(broken, (e) => isDomainError(e, 'invalid'))
  })

  test('offset paging skips rows, with several sort keys', async () => {
    const filter = equals('status', 'disabled')
    const disabled = sorted(
      users.filter(({ status }) => status === 'disabled'),
      'email',
      false,
    )
    for (const skip of [0, 1, 333, disabled.length - 2, disabled.length, 100_000]) {
      const sort = [{ key: 'email', descending: false }] as const
      const page = await core.run(listUsers, { where: [], filter, sort, skip, page: { limit: 5 } })
      assert.deepEqual(ids(page.rows), disabled.slice(skip, skip + 5))
      assert.equal(page.more, skip + 5 < disabled.length)
    }
    // Rows found by an index, and all at the end of the sort order.
    const late = users.filter((user) => holds(user, 'family17') && user.number > size / 2)
    const requested = {
      search: { text: 'family17' },
      filter: { kind: 'compare', key: 'number', op: 'gt', value: size / 2 },
      sort: [{ key: 'number', descending: false }],
    } as const
    for (const skip of [0, 20, late.length - 2, late.length])
      assert.deepEqual(
        ids((await core.run(listUsers, { where: [], ...requested, skip, page: { limit: 5 } })).rows),
        sorted(late, 'number', false).slice(skip, skip + 5),
      )
    const twice = await walk(
      {
        search: { text: 'company1' },
        sort: [
          { key: 'display_name', descending: true },
          { key: 'number', descending: false },
        ],
      },
      50,
    )
    const found = users.filter((user) => holds(user, 'company1'))
    const expected = found.toSorted((a, b) => {
      if (a.displayName === b.displayName) return a.number - b.number
      if (a.displayName === null) return 1
      return b.displayName === null || a.displayName > b.displayName ? -1 : 1
    })
    assert.deepEqual(ids(twice), ids(expected))
  })

  test('T26: a domain-scoped caller finds and counts users of that domain alone', async () => {
    const { id } = await core.run(createDomain, { name: 'elsewhere' })
    const mine = await core.run(createUser, { name: 'quixworth-too', domainId: id })
    const caller = inDomain(id, 'admin', 'manager', 'member', 'reader')
    const requested = { where: [eq('domain_id', 'default')], page: { limit: 10 }, count: true } as const
    assert.deepEqual(await core.run(listUsers, requested, caller), { rows: [], more: false, total: 0 })
    for (const more of [
      { search: { text: 'quixworth' } },
      { filter: { kind: 'any', of: [equals('name', 'quixworth-too'), equals('domain_id', 'default')] } },
      {},
    ] as const) {
      const found = await core.run(
        listUsers,
        { ...more, where: [], page: { limit: 10 }, count: true },
        caller,
      )
      assert.deepEqual(ids(found.rows), [mine.id])
      assert.equal(found.total, 1)
    }
    await core.run(deleteUser, { id: mine.id })
    const unprivileged = callerAs({ roles: ['member'] })
    await assert.rejects(core.run(listUsers, requested, unprivileged), (e) => isDomainError(e, 'forbidden'))
  })

  test('changed users are found by their current values, and deleted ones are not found', async () => {
    const find = async (text: string) =>
      ids((await core.run(listUsers, { where: [], search: { text }, page: { limit: 9 } })).rows)
    const { id } = await core.run(createUser, { name: 'zebrafish', metadata: { colour: 'stripes' } })
    assert.deepEqual(await find('ebrafi'), [id])
    await core.run(updateUser, { id, name: 'okapi', displayName: 'Okapi Ö', metadata: { colour: 'plain' } })
    assert.deepEqual(await find('ebrafi'), [])
    assert.deepEqual(await find('kapi ö'), [id])
    assert.deepEqual(ids(await walk({ metadata: { colour: 'plain' } })), [id])
    assert.deepEqual(ids(await walk({ metadata: { colour: 'stripes' } })), [])
    await core.run(deleteUser, { id })
    assert.deepEqual(await find('kapi'), [])
    assert.deepEqual(ids(await walk({ metadata: { colour: 'plain' } })), [])
  })

  const total = async (where: ListUsers['where'] = []) =>
    (await core.run(listUsers, { where, page: { limit: 1 }, count: true })).total ?? -1

  test('counts are exact after every change, and after compaction', async () => {
    const before = { all: await total(), disabled: await total([eq('status', 'disabled')]) }
    assert.equal(before.all, size)
    const { id: domainId } = await core.run(createDomain, { name: 'counted' })
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, i) => core.run(createUser, { name: `counted-${i}`, domainId })),
    )
    await Promise.all(
      many.slice(0, 5).map(({ id }) => core.run(updateUser, { id, status: 'disabled', displayName: 'x' })),
    )
    await Promise.all(many.slice(3, 7).map(({ id }) => core.run(deleteUser, { id })))
    const now = async () => [
      await total(),
      await total([eq('domain_id', domainId)]),
      await total([eq('domain_id', domainId), eq('status', 'disabled')]),
      await total([eq('status', 'disabled')]),
      await total([eq('status', 'active'), eq('domain_id', 'nowhere')]),
    ]
    const expected = [before.all + 8, 8, 3, before.disabled + 3, 0]
    assert.deepEqual(await now(), expected)
    await Promise.all([core.store.reading.users.compactCounts(), core.store.reading.users.compactCounts()])
    assert.deepEqual(await now(), expected)
    for (const { id } of [...many.slice(0, 3), ...many.slice(7)]) await core.run(deleteUser, { id })
    assert.deepEqual([await total(), await total([eq('domain_id', domainId)])], [before.all, 0])
  })

  test('concurrent creations do not wait for counters, and none is lost', async () => {
    const before = await total()
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, i) => core.run(createUser, { name: `parallel-${i}` })),
    )
    assert.equal(await total(), before + 60)
    await Promise.all(made.map(({ id }) => core.run(deleteUser, { id })))
    assert.equal(await total(), before)
  })
})

onEachDatabase('searching inactive users', (makePlace) => {
  test('are disabled in filters and counts as they are in lists', async () => {
    const core = await createTestCore(await makePlace(), { disableUserAccountDaysInactive: 10 })
    await core.run(createUser, { name: 'away' })
    await core.run(createUser, { name: 'off', status: 'disabled' })
    core.advanceTime(20 * day)
    await core.run(createUser, { name: 'here' })
    const find = async (requested: Partial<ListUsers>) => {
      const page = await core.run(listUsers, { where: [], page: { limit: 10 }, count: true, ...requested })
      assert.equal(page.total, page.rows.length)
      return page.rows.map(({ name, status }) => `${name} ${status}`).sort()
    }
    const disabled = ['away disabled', 'off disabled']
    assert.deepEqual(await find({ filter: equals('status', 'disabled') }), disabled)
    assert.deepEqual(await find({ filter: { kind: 'not', of: equals('status', 'active') } }), disabled)
    assert.deepEqual(await find({ where: [eq('status', 'disabled')] }), disabled)
    assert.deepEqual(await find({ where: [eq('enabled', true)] }), ['here active'])
    assert.deepEqual(await find({ filter: isIn('status', ['active']), search: { text: 'e' } }), [
      'here active',
    ])
    assert.deepEqual(await find({}), [...disabled, 'here active'].sort())
    await core.close()
  })
})
