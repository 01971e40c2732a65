/** The contract: every call between the desk and its windows, by group. Both ends derive their types here. */
import { accountGroup } from './account.ts'
import { activityGroup } from './activity.ts'
import { addressGroup } from './address.ts'
import { alertsGroup } from './alerts.ts'
import { bindingsGroup } from './bindings.ts'
import { configGroup } from './config.ts'
import type { Client, Handlers } from './define.ts'
import { deliveriesGroup } from './deliveries.ts'
import { deskGroup } from './desk.ts'
import { domainsGroup } from './domains.ts'
import { eventsGroup } from './events.ts'
import { healthGroup } from './health.ts'
import { moderatorsGroup } from './moderators.ts'
import { plansGroup } from './plans.ts'
import { practiceGroup } from './practice.ts'
import { receiverGroup } from './receiver.ts'
import { settingsGroup } from './settings.ts'
import { storageGroup } from './storage.ts'
import { streamsGroup } from './streams.ts'
import { templatesGroup } from './templates.ts'
import { tunnelGroup } from './tunnel.ts'

export const contract = {
  desk: deskGroup,
  account: accountGroup,
  domains: domainsGroup,
  templates: templatesGroup,
  bindings: bindingsGroup,
  config: configGroup,
  plans: plansGroup,
  streams: streamsGroup,
  deliveries: deliveriesGroup,
  receiver: receiverGroup,
  address: addressGroup,
  tunnel: tunnelGroup,
  events: eventsGroup,
  health: healthGroup,
  alerts: alertsGroup,
  moderators: moderatorsGroup,
  activity: activityGroup,
  settings: settingsGroup,
  storage: storageGroup,
  practice: practiceGroup,
} as const

export type Contract = typeof contract
export type DeskHandlers = Handlers<Contract>
export type DeskClient = Client<Contract>
