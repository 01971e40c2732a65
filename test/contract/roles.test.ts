/** Who may call what. Whatever is not named here is for operators only: a call that is new begins there. */
import { expect, it } from 'vitest'
import { contract } from '../../src-main/contract/index.ts'

/** Looks and changes nothing, but for who sits at the own window. */
const viewers = `
  account.list activity.export activity.page address.beats address.move bindings.list config.drift config.export
  config.schema deliveries.gaps deliveries.records desk.changes desk.info desk.status domains.list domains.tags
  alerts.board alerts.cases alerts.entries alerts.handover alerts.log alerts.measures alerts.pictureHosts alerts.reasons
  alerts.views events.export events.get events.histogram events.page events.searchBodies events.tail health.check
  moderators.enter moderators.leave moderators.list moderators.me moderators.resume plans.inspect plans.runs
  practice.status settings.get storage.preview storage.status streams.bans streams.blastRadius streams.enforcements
  streams.history streams.onAir streams.state templates.list templates.rotations tunnel.list`
/** Looks at pictures, and decides on streams. */
const moderators = `
  alerts.beat alerts.blastRadius alerts.case alerts.claim alerts.decide alerts.picture alerts.release alerts.revealed
  alerts.setViews alerts.strip alerts.undo alerts.viewed events.pin streams.ban streams.cut streams.resume`

const wordsOf = (text: string) => text.trim().split(/\s+/).sort()
const calls = Object.entries(contract).flatMap(([group, verbs]) =>
  Object.entries(verbs).map(([verb, { role }]) => ({ name: `${group}.${verb}`, role })),
)
const namesOf = (role: string) => calls.flatMap((call) => (call.role === role ? [call.name] : [])).sort()

it('lets viewers look, and moderators decide', () => {
  expect(namesOf('viewer')).toEqual(wordsOf(viewers))
  expect(namesOf('moderator')).toEqual(wordsOf(moderators))
})
