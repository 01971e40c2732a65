/** How pictures are shown in this window: remembered here, for eyes differ. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export const sizes = { small: 200, medium: 320, large: 460 } as const
export type PictureSize = keyof typeof sizes
export const sizeNames = Object.keys(sizes) as PictureSize[]

const key = 'alert-pictures'

function remembered(): { grey: boolean; size: PictureSize } {
  const [grey, size] = (localStorage.getItem(key) ?? '').split(' ')
  return { grey: grey === 'grey', size: sizeNames.find((name) => name === size) ?? 'medium' }
}

export const usePictureLook = defineStore('picture-look', () => {
  const { grey: greyBefore, size: sizeBefore } = remembered()
  const grey = ref(greyBefore)
  const size = ref<PictureSize>(sizeBefore)
  watch([grey, size], () => localStorage.setItem(key, `${grey.value ? 'grey' : 'colour'} ${size.value}`))

  const nextSize = () => {
    size.value = sizeNames[(sizeNames.indexOf(size.value) + 1) % sizeNames.length] ?? 'medium'
  }
  return { grey, size, nextSize }
})
