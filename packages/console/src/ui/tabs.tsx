import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

type TabsProps<Id extends string> = {
  readonly label: string
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly content: () => ReactNode }[]
  readonly selected: Id
  readonly onSelect: (id: Id) => void
}

/** The selected tab is kept by the caller, in the address of the page. */
export const Tabs = <Id extends string>({ label, tabs, selected, onSelect }: TabsProps<Id>) => (
  <AriaTabs
    className="tabs"
    selectedKey={selected}
    onSelectionChange={(key) => {
      const tab = tabs.find(({ id }) => id === key)
      if (tab) onSelect(tab.id)
    }}
  >
    <TabList aria-label={label} className="tab-list">
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
