/**
 * An account while it is entered: field rules, and a test of the key that starts by itself when the typing
 * stops. A secret once saved is never shown; an empty field then means "unchanged".
 */
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { type Account, type AccountDraft, type AccountTest, EndpointUrl } from '../../../src-main/contract/account.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { Site } from '../../../src-main/contract/sites.ts'
import { toLocalInput } from '../../local-input.ts'
import { useAccountStore } from '../../stores/account.ts'
import { toAppError } from '../../stores/load.ts'

/** How long the typing must rest before the key is tried (milliseconds). */
export const restMs = 700

export type FieldProblem =
  | 'nameEmpty'
  | 'nameTooLong'
  | 'secretIdEmpty'
  | 'secretKeyEmpty'
  | 'endpoint'
  | 'tokenExpired'
type Field = 'name' | 'secretId' | 'secretKey' | 'endpoint' | 'tokenExpiresAt'

export interface AccountFields {
  name: string
  site: Site
  secretId: string
  secretKey: string
  token: string
  /** As an input of type datetime-local holds it; '' = not known. */
  tokenExpiresAt: string
  removeToken: boolean
  endpoint: string
}

export function useAccountForm(existing: Account | null) {
  const store = useAccountStore()
  const fields = reactive<AccountFields>(start(existing))
  const problems = computed(() => check(fields, existing))
  const draft = computed(() => (Object.keys(problems.value).length === 0 ? toDraft(fields, existing) : null))

  const test = shallowRef<AccountTest | null>(null)
  const testError = shallowRef<AppError | null>(null)
  const isTesting = ref(false)
  let running: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    running?.abort()
    running = null
    isTesting.value = false
  }

  async function runTest(): Promise<void> {
    stop()
    if (!draft.value) return
    const controller = new AbortController()
    running = controller
    isTesting.value = true
    const outcome = await store.testDraft(draft.value, controller.signal).then(
      (result) => ({ result, error: null }),
      (error: unknown) => ({ result: null, error: toAppError(error) }),
    )
    if (running !== controller) return
    stop()
    test.value = outcome.result
    testError.value = outcome.error
  }

  /** What the cloud's answer depends on; a new name does not make a new test. */
  watch(
    () =>
      [fields.site, fields.secretId, fields.secretKey, fields.token, fields.endpoint, fields.removeToken].join('\n'),
    () => {
      stop()
      test.value = null
      testError.value = null
      if (draft.value) timer = setTimeout(() => void runTest(), restMs)
    },
  )
  onScopeDispose(stop)

  const save = async (): Promise<Account> => {
    if (!draft.value) throw new AppError('call.input')
    return store.save(draft.value)
  }

  return { fields, problems, draft, test, testError, isTesting, runTest, save }
}

function start(existing: Account | null): AccountFields {
  return {
    name: existing?.name ?? '',
    site: existing?.site ?? 'cn',
    secretId: '',
    secretKey: '',
    token: '',
    tokenExpiresAt: existing?.tokenExpiresAt ? toLocalInput(existing.tokenExpiresAt) : '',
    removeToken: false,
    endpoint: existing?.endpoint ?? '',
  }
}

function check(fields: AccountFields, existing: Account | null): Partial<Record<Field, FieldProblem>> {
  const isKeyChanged = fields.secretId.trim() !== '' || fields.secretKey.trim() !== ''
  const isKeyNeeded = !existing?.hasKey || isKeyChanged
  const name = fields.name.trim()
  const expiry = fields.tokenExpiresAt && new Date(fields.tokenExpiresAt).getTime()
  return {
    ...(name === '' && { name: 'nameEmpty' }),
    ...(name.length > 60 && { name: 'nameTooLong' }),
    ...(isKeyNeeded && fields.secretId.trim() === '' && { secretId: 'secretIdEmpty' }),
    ...(isKeyNeeded && fields.secretKey.trim() === '' && { secretKey: 'secretKeyEmpty' }),
    ...(fields.endpoint.trim() !== '' &&
      !EndpointUrl.safeParse(fields.endpoint.trim()).success && { endpoint: 'endpoint' }),
    ...(fields.token.trim() !== '' && expiry && expiry <= Date.now() && { tokenExpiresAt: 'tokenExpired' }),
  }
}

function toDraft(fields: AccountFields, existing: Account | null): AccountDraft {
  const token = fields.token.trim()
  const expiry = fields.tokenExpiresAt === '' ? null : new Date(fields.tokenExpiresAt).getTime()
  return {
    ...(existing && { id: existing.id }),
    name: fields.name.trim(),
    site: fields.site,
    ...(fields.secretId.trim() && { secretId: fields.secretId.trim() }),
    ...(fields.secretKey.trim() && { secretKey: fields.secretKey.trim() }),
    ...(fields.removeToken ? { token: null } : token && { token, tokenExpiresAt: expiry }),
    endpoint: fields.endpoint.trim() === '' ? null : fields.endpoint.trim(),
  }
}
