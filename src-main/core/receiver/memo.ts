/** Remembers what a pure function answered to the texts that come again and again; it forgets all of them when there are too many. */
export function createMemo<T>(ask: (text: string) => T, most = 1000): (text: string) => T {
  const answers = new Map<string, T>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = ask(text)
    if (answers.size >= most) answers.clear()
    answers.set(text, answer)
    return answer
  }
}
