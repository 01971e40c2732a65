export type AppNameIssue = 'nameEmpty' | 'nameCharacters' | 'nameTaken'

/** AppName is the push path, so what a path segment of a stream address can hold. */
export function checkAppName(name: string, taken: readonly string[]): AppNameIssue | null {
  if (name === '') return 'nameEmpty'
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'nameCharacters'
  return taken.includes(name) ? 'nameTaken' : null
}
