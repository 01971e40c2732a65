/** A callback key as the console takes them: 32 letters and digits (css-api, section 11), all equally likely. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const length = 32
/** Bytes from here up would favour the first letters of the alphabet, so they are drawn again. */
const fairBelow = 256 - (256 % alphabet.length)

export function makeCallbackKey(): string {
  const letters: string[] = []
  while (letters.length < length) {
    const fair = crypto.getRandomValues(new Uint8Array(length)).filter((byte) => byte < fairBelow)
    for (const byte of fair) letters.push(alphabet.charAt(byte % alphabet.length))
  }
  return letters.slice(0, length).join('')
}
