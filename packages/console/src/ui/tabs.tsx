import { type ReactNode, useEffect, useRef } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

type TabsProps<Id extends string> = {
  readonly label: string
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly content: () => ReactNode }[]
  readonly selected: Id
  readonly onSelect: (id: Id) => void
}

/** The selected tab is kept by the caller, in the address of the page. */
export const Tabs = <Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) => {
  const list = useRef<HTMLDivElement>(null)
  // The address is typed by people.
  const shown = tabs.some(({ id }) => id === selected) ? selected : tabs[0]?.id
  useEffect(() => {
    if (shown === undefined) return
    // On a narrow screen the list scrolls, and the address can select any tab. The tabs are rendered after this effect.
    const frame = requestAnimationFrame(() => {
      const tab = list.current?.querySelector('[aria-selected="true"]')
      tab?.scrollIntoView({ block: 'nearest', inline: 'center' })
    })
    return () => cancelAnimationFrame(frame)
  }, [shown])
  return (
    <AriaTabs
      className="tabs"
      {...(shown === undefined ? {} : { selectedKey: shown })}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key)
        if (tab) onSelect(tab.id)
      }}
    >
      <TabList ref={list} aria-label={label} className="tab-list">
        {tabs.map(({ id, label: text }) => (
          <Tab key={id} id={id} className="tab">
            {text}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content()}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
