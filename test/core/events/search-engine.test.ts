/** The search where its index has no room. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSearchEngine } from '../../../src-main/core/events/search-engine.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'
import { fillUp, mountSmallDisk } from '../../support/small-disk.ts'

/** Of a new index: none for the file, none for its log, none for what both share, enough. */
it.for([0, 1, 2, 4, 8, 9, 60])(
  'answers from the table on a disk with room for %i more pages',
  async (pages, { skip }) => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    if (!mountSmallDisk(folder.path, '8m')) skip('no file system may be mounted here')
    const file = join(folder.path, 'desk.db')
    const store = openStore(file, { log: quietLog })
    onTestFinished(() => store.close())
    fillUp(join(folder.path, 'filler'), pages)
    const engine = openSearchEngine({ file, indexFile: join(folder.path, 'events-index.db'), onRebuild: () => {} })
    onTestFinished(() => engine.close())
    expect(engine.follow()).toBe(false)
    const question = { accountId: null, filter: {}, range: { after: 0, through: 10 } }
    expect(await engine.find(question, 'DESC', 10)).toEqual([])
  },
)
