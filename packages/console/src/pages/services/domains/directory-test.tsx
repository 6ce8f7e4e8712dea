import type { DirectoryTestResult } from '@muster/sdk'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import type { OptionValue } from './option-values.ts'

/** Milliseconds: a configuration can give each of several servers a minute to respond. */
const timeout = 180_000

const tones = { passed: 'good', failed: 'bad', skipped: 'neutral' } as const

type DirectoryTestProps = {
  readonly domainId: string
  /** The options that are not saved yet. */
  readonly options: Readonly<Record<string, OptionValue>>
}

/** Tries the directory with what is typed. */
export const DirectoryTest = ({ domainId, options }: DirectoryTestProps) => {
  const { services } = useMessages()
  const [checks, setChecks] = useState<DirectoryTestResult['checks']>()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const run = async () => {
    setPending(true)
    setError(undefined)
    setChecks(undefined)
    try {
      const result = await muster.domains.testDirectory(domainId, { options }, { timeout })
      setChecks(result.checks)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setPending(false)
    }
  }
  return (
    <section className="card" aria-labelledby="directory-test">
      <div className="card-head">
        <h2 id="directory-test">{services.testConnection}</h2>
        <Button isPending={isPending} onPress={() => void run()}>
          {services.test}
        </Button>
      </div>
      <p className="hint">{services.testConnectionText}</p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <ul className="rule-results" aria-live="polite" aria-label={services.result}>
        {checks?.map(({ part, outcome, name, reason }) => (
          <li key={part}>
            <Badge tone={tones[outcome]}>{services.outcomes[outcome]}</Badge> {services.checks[part]}
            {outcome === 'passed' ? (
              <span className="hint">
                {' '}
                {name === null ? services.noEntry : services.readEntry(`\u2068${name}\u2069`)}
              </span>
            ) : null}
            {reason === null ? null : <bdi className="hint"> {reason}</bdi>}
          </li>
        ))}
      </ul>
    </section>
  )
}
