import type { Id } from '../../protocol/ids.ts'
import type { Navigation } from '../store/navigation.ts'
import type { Api } from '../transport/api.ts'
import type { SignedIn } from '../transport/session-keeper.ts'
import { stockWords } from '../words/stock.ts'
import { PageHeader } from './page-header.tsx'

export type StockProps = {
  organization: SignedIn['organizations'][number] | undefined
  accountId: Id
  api: Api
  navigation: Navigation
}

/** Photos of all own rooms of an organization. */
export function Stock(props: StockProps) {
  return (
    <section class="page">
      <PageHeader title={stockWords.title} onBack={props.navigation.toList} />
      <div class="page-body" />
    </section>
  )
}
