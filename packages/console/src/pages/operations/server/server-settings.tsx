import type { Setting } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SearchField } from '../../../ui/search-field.tsx'

const SettingValue = ({ setting }: { readonly setting: Setting }) => {
  const { operations, common } = useMessages()
  const { server } = operations
  if (!setting.set) return <span className="hint">{common.none}</span>
  if (setting.hidden) return <span className="hint">{server.hidden}</span>
  if (setting.value === '') return <span className="hint">{server.emptyList}</span>
  return <bdi className="identifier">{setting.value}</bdi>
}

/** The settings in force. They are set in the file or the environment of the server, not here. */
export const ServerSettings = () => {
  const { operations, common } = useMessages()
  const { server } = operations
  const { search = '', changed = false } = useSearch({ from: '/shell/server' })
  const navigate = useNavigate({ from: '/server' })
  const { data, error, refetch } = useQuery({
    queryKey: ['server', 'settings'],
    queryFn: ({ signal }) => muster.server.settings({ signal }),
  })
  if (!data)
    return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>
  const wanted = search.toLowerCase()
  const shown = data.filter(
    ({ name, description, source }) =>
      (!changed || source !== 'default') && `${name} ${description}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      <p className="hint">{server.settingsAbout}</p>
      <div className="toolbar">
        <SearchField
          label={server.searchSettings}
          value={search}
          onChange={(text) =>
            navigate({
              search: ({ search: _search, ...rest }) => (text === '' ? rest : { ...rest, search: text }),
              replace: true,
            })
          }
        />
        <Checkbox
          isSelected={changed}
          onChange={(isOn) =>
            navigate({
              search: ({ changed: _changed, ...rest }) => (isOn ? { ...rest, changed: true } : rest),
              replace: true,
            })
          }
        >
          {server.onlyChanged}
        </Checkbox>
      </div>
      {shown.length === 0 ? (
        <p>{common.nothingFound}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="scroll" aria-label={server.settings} tabIndex={0}>
          <table className="plain-table settings-table">
            <thead>
              <tr>
                <th scope="col">{server.settingFields.name}</th>
                <th scope="col">{server.settingFields.value}</th>
                <th scope="col">{server.settingFields.source}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((setting) => (
                <tr key={setting.name}>
                  <th scope="row">
                    <bdi className="identifier">{setting.name}</bdi>
                    <p className="hint fact" dir="ltr" lang="en">
                      {setting.description}
                    </p>
                  </th>
                  <td>
                    <SettingValue setting={setting} />
                  </td>
                  <td>
                    {setting.source === null ? '–' : server.sources[setting.source]}
                    {setting.source === 'environment' ? (
                      <bdi className="identifier setting-variable">{setting.variable}</bdi>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
