import type { Contract } from '../../src-main/contract/index.ts'
import { connect } from './client.ts'
import { openPort } from './ports.ts'

export const connection = connect<Contract>(openPort)
export const client = connection.client
