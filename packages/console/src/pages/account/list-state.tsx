import { useMessages } from '../../messages/use-messages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { usePages } from './use-pages.ts'

type ListStateProps = {
  readonly list: Omit<ReturnType<typeof usePages>, 'rows'> & { readonly rows: readonly unknown[] }
  readonly empty: string
}

/** What a list shows below its rows: that it loads, failed, is empty, or has more. */
export const ListState = ({ list, empty }: ListStateProps) => {
  const { account, common } = useMessages()
  if (list.error) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
  if (list.isPending) return <p role="status">{common.loading}</p>
  if (list.rows.length === 0) return <p className="account-note">{empty}</p>
  if (!list.hasNextPage) return null
  return (
    <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
      {account.more}
    </Button>
  )
}
