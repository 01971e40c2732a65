/** `npm run faults -- NAME [argument]`: runs one fault program; without a name it lists them. Ends with 1 on failure. */
interface Program {
  about: string
  load(): Promise<{ run(argument?: number): Promise<boolean> }>
}

const programs: Record<string, Program> = {
  kill: { about: 'kill -9 under load, process and power-loss image', load: () => import('./kill.ts') },
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
