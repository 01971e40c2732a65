/** For a call that answers no more than that it is done. */
export const nothing = async (work: unknown) => {
  await work
  return {}
}
