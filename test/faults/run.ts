/** `npm run faults -- NAME [argument]`: runs one fault program; without a name it lists them. Ends with 1 on failure. */
interface Program {
  about: string
  load(): Promise<{ run(argument?: number): Promise<boolean> }>
}

const programs: Record<string, Program> = {
  kill: { about: 'kill -9 under load, process and power-loss image', load: () => import('./kill.ts') },
  trace: { about: 'fsync before every 200, seen from below the process', load: () => import('./trace.ts') },
  full: { about: 'a disk that fills up and gets room again', load: () => import('./full.ts') },
  damage: { about: 'damaged files: set aside, restored', load: () => import('./damage.ts') },
  migrate: { about: 'kill -9 in each step of a migration', load: () => import('./migrate.ts') },
  duplicates: { about: 'one event a thousand times', load: () => import('./duplicates.ts') },
  slowloris: { about: 'senders that never finish', load: () => import('./slowloris.ts') },
  flood: {
    about: '2,000 bad requests a second and 600 silent connections beside 20 good requests',
    load: () => import('./flood.ts'),
  },
}

const [name = '', argument] = process.argv.slice(2)
const program = programs[name]
if (!program) {
  for (const [each, { about }] of Object.entries(programs)) console.log(`${each.padEnd(12)} ${about}`)
  process.exitCode = name === '' ? 0 : 1
} else {
  const { run } = await program.load()
  const isGood = await run(...(argument === undefined ? [] : [Number(argument)]))
  console.log(isGood ? `${name}: holds` : `${name}: DOES NOT HOLD`)
  process.exitCode = isGood ? 0 : 1
}

export {}
