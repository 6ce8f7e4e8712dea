import type { KeyRing } from '@muster/sdk'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Time } from '../../../ui/time.tsx'

const day = 86_400_000

/** The key rings and how long ago they were rotated. The keys themselves never leave the server. */
export const ServerKeys = ({ keys }: { readonly keys: readonly KeyRing[] }) => {
  const { messages, language } = useLanguage()
  const { server } = messages.operations
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const ageOf = (time: string) => relative.format(Math.ceil((Date.parse(time) - Date.now()) / day), 'day')
  return (
    <div className="card">
      <h2 id="keys">{server.keys}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll" aria-labelledby="keys" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{server.keyFields.purpose}</th>
              <th scope="col">{server.keyFields.active}</th>
              <th scope="col">{server.keyFields.changed}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map(({ purpose, source, active, changed_at: changed }) => (
              <tr key={purpose}>
                <th scope="row">{server.purposes[purpose]}</th>
                <td>{source === 'repository' ? server.repository : active?.toLocaleString(language)}</td>
                <td>
                  {changed === null ? (
                    '–'
                  ) : (
                    <>
                      {ageOf(changed)} (<Time value={changed} />)
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
