/** Old and decided cases as the address asks for them. */
import { onScopeDispose, type Ref, watch } from 'vue'
import type { CaseFilter } from '../../../src-main/contract/alerts.ts'
import { client } from '../../client/index.ts'
import { createCaseHistory } from '../../stores/case-history.ts'
import { type BoardQuery, writeBoardQuery } from './board-query.ts'

/** Nothing is said of closed cases by itself, so the newest are asked for again. */
const againMs = 5000
/** Who has read further back than this is not disturbed. */
const firstPage = 100

const toFilter = ({ verdict, domain, label, trust, text, status, decision }: BoardQuery): CaseFilter => ({
  ...(verdict && { verdict }),
  ...(domain && { domain }),
  ...(label && { label }),
  ...(trust && { trust }),
  ...(text && { text }),
  ...(status && { status: [status] }),
  ...(decision && { decision }),
})

export function useHistory(state: Readonly<Ref<BoardQuery>>, isInUse: () => boolean) {
  const history = createCaseHistory(client.alerts)
  const read = () => history.read(toFilter(state.value))
  const isShown = () => state.value.tab === 'history'

  watch(
    () => (isShown() ? JSON.stringify(writeBoardQuery({ ...state.value, caseId: null })) : null),
    (key) => (key === null ? history.clear() : void read()),
    { immediate: true },
  )
  const timer = setInterval(() => {
    if (isShown() && history.rows.value.length <= firstPage && !isInUse()) void read()
  }, againMs)
  onScopeDispose(() => clearInterval(timer))
  return { history, read }
}
