import { allNouns } from '@muster/contract/native/nouns.ts'
import { allProblemCodes, type ProblemCode } from '@muster/contract/native/problem-codes.ts'
import { html } from '../../../http/html.ts'
import { nativeDocument } from '../native-document.ts'
import { titleOf } from '../problem-codes.ts'
import { statusesOfCode } from '../problem-statuses.ts'
import { type ApiDocument, operationsOf } from './api-document.ts'
import { layout } from './layout.ts'
import { prose } from './prose.ts'

type Mention = { readonly url: string; readonly summary: string }

let mentions: ReadonlyMap<string, readonly Mention[]> | undefined

/** The operations whose description names each code. */
const makeMentions = (): ReadonlyMap<string, readonly Mention[]> => {
  const document = nativeDocument() as unknown as ApiDocument
  const all = allNouns.flatMap((noun) =>
    operationsOf(document, noun).map(({ operationId, summary, description }) => ({
      mention: { url: `${noun}#${operationId}`, summary },
      description,
    })),
  )
  return new Map(
    allProblemCodes.map((code) => [
      code,
      all.filter(({ description }) => description.includes(`\`${code}\``)).map(({ mention }) => mention),
    ]),
  )
}

/** The page of an error code: what it means, what to do, and which operations name it. */
export const problemPage = (code: string, advice: string, docs: string): string => {
  mentions ??= makeMentions()
  const named = mentions.get(code) ?? []
  const main = html`<h1>${titleOf(code)}</h1>
<p><code>/problems/${code}</code>, status ${statusesOfCode(code as ProblemCode).join(' or ')}</p>
<p class="lead">${prose(advice, docs)}</p>
${
  named.length === 0
    ? undefined
    : html`<h2 id="operations">Operations with this error</h2>
<ul>
${named.map(({ url, summary }) => html`<li><a href="${docs}/${url}">${prose(summary, docs)}</a></li>`)}
</ul>`
}
<p><a href="${docs}/errors">All error codes</a> · <a href="${docs}">API documentation</a></p>`
  return layout({ docs, name: `/problems/${code}`, title: titleOf(code), main })
}
