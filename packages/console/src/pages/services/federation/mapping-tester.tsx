import type { MappingTestResult } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { MappingResult } from './mapping-result.tsx'
import { readAssertion, type readRules } from './read-json.ts'

const example = { 'OIDC-preferred_username': 'ada', 'OIDC-email': 'ada@example.org' }

type MappingTesterProps = { readonly rules: ReturnType<typeof readRules>; readonly version: string }

/** Applies the rules that are typed to an assertion. */
export const MappingTester = ({ rules, version }: MappingTesterProps) => {
  const { services } = useMessages()
  const [text, setText] = useState(JSON.stringify(example, null, 2))
  const [problem, setProblem] = useState<string>()
  const [result, setResult] = useState<MappingTestResult>()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const submit = async () => {
    const assertion = readAssertion(text, services)
    setProblem(assertion.error ?? rules.error)
    setError(undefined)
    setResult(undefined)
    if (assertion.error !== undefined || rules.error !== undefined) return
    setPending(true)
    try {
      setResult(
        await muster.mappings.test({
          rules: [...rules.value],
          schema_version: version,
          assertion: assertion.value,
        }),
      )
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  return (
    <section className="card" aria-labelledby="tester">
      <h2 id="tester">{services.tester}</h2>
      <p className="hint">{services.testerText}</p>
      <Form className="form wide-form" isPending={isPending} onSubmit={submit}>
        <div className="code-field">
          <TextField
            label={services.assertion}
            hint={services.assertionHint}
            value={text}
            onChange={setText}
            rows={8}
            spellCheck="false"
            error={problem}
          />
        </div>
        <div className="dialog-actions">
          <Button type="submit" look="primary" isPending={isPending}>
            {services.test}
          </Button>
        </div>
      </Form>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div role="status">{result ? <MappingResult result={result} /> : null}</div>
    </section>
  )
}
