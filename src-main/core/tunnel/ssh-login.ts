/** What the desk shows a server to be let in: a key file, an agent or a password. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ConnectConfig } from 'ssh2'
import { AppError } from '../../contract/errors.ts'
import type { SshWay, WaySecret } from '../../contract/tunnel.ts'

export type Secrets = Partial<Record<WaySecret, string>>
export type Login = Pick<ConnectConfig, 'username' | 'privateKey' | 'passphrase' | 'agent' | 'password' | 'tryKeyboard'>

/** How long an agent may take to say which keys it holds; one that asks its person does so only when a key is used. */
const agentMs = 5000

/**
 * Throws `tunnel.keyUnreadable`, `tunnel.keyFormat`, `tunnel.wrongPassphrase`, `tunnel.agentMissing`,
 * `tunnel.agentEmpty` or `tunnel.secretMissing`.
 */
export async function prepareLogin({ user, auth, keyFile }: SshWay, secrets: Secrets): Promise<Login> {
  if (auth === 'password') {
    if (secrets.password === undefined) throw new AppError('tunnel.secretMissing')
    return { username: user, password: secrets.password, tryKeyboard: true }
  }
  if (auth === 'agent') return { username: user, agent: await findAgent() }
  const privateKey = await readKey(keyFile)
  checkKey(privateKey, keyFile, secrets.passphrase)
  return {
    username: user,
    privateKey,
    ...(secrets.passphrase !== undefined && { passphrase: secrets.passphrase }),
  }
}

async function readKey(keyFile: string): Promise<Buffer> {
  const path = keyFile.startsWith('~') ? join(homedir(), keyFile.slice(1)) : keyFile
  try {
    return await readFile(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new AppError('tunnel.keyUnreadable', { params: { file: keyFile }, details: { message: code }, cause: error })
  }
}

/** ssh2 tells what is wrong with a key in English sentences only (lib/protocol/keyParser.js). */
function checkKey(key: Buffer, file: string, passphrase: string | undefined): void {
  const parsed = ssh2.utils.parseKey(key, passphrase)
  if (!(parsed instanceof Error)) {
    const isPrivate = [parsed].flat().every((each) => each.isPrivateKey())
    if (!isPrivate) throw new AppError('tunnel.keyFormat', { params: { file } })
    return
  }
  if (/passphrase|encrypted|integrity check|bad decrypt/i.test(parsed.message))
    throw new AppError('tunnel.wrongPassphrase', { params: { file } })
  throw new AppError('tunnel.keyFormat', { params: { file }, details: { message: parsed.message } })
}

/**
 * The agent of this login: OpenSSH's socket, on Windows its pipe. It is asked for its keys first: to the server a dead
 * or empty agent looks like somebody without a right to come in.
 */
async function findAgent(): Promise<string> {
  const agent = process.env.SSH_AUTH_SOCK ?? (process.platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : '')
  if (agent === '') throw new AppError('tunnel.agentMissing')
  if ((await countKeys(agent)) === 0) throw new AppError('tunnel.agentEmpty')
  return agent
}

function countKeys(agent: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new AppError('tunnel.agentMissing', { details: { message: error.message }, cause: error }))
    const timer = setTimeout(() => fail(new Error('no answer')), agentMs)
    ssh2.createAgent(agent).getIdentities((error, keys) => {
      clearTimeout(timer)
      if (error) fail(error)
      else resolve(keys?.length ?? 0)
    })
  })
}
