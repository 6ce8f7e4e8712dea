import type { problems as contract } from '@muster/contract/native/problems.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Handlers } from '../../http/api.ts'
import { prefersHtml } from '../../http/prefers-html.ts'
import { docsOf, pageHeaders } from './discovery.ts'
import { adviceOf, titleOf } from './problem-codes.ts'

export const problems = {
  async getProblem({ params: { code } }, { base, header }) {
    const advice = adviceOf(code)
    if (advice === undefined) throw notFound('problem', code)
    if (!prefersHtml(header('accept')))
      return { status: 200, body: { type: `/problems/${code}`, title: titleOf(code), advice } }
    const { problemPage } = await import('./docs/problem-page.ts')
    return { status: 200, headers: pageHeaders, body: problemPage(code, advice, docsOf(base)) }
  },
} satisfies Handlers<typeof contract>
