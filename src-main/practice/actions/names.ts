/** The rule of template names and descriptions (css-api, sections 5 and 7). */
import { ApiError } from '../api-error.ts'

/** Chinese characters, letters, digits, underscore and hyphen. */
const alphabet = /^[\p{Script=Han}A-Za-z0-9_-]*$/u
const maxNameBytes = 255
const maxDescriptionBytes = 1024
export const maxTemplates = 50

const check = (field: string, value: string, bytes: number) => {
  if (Buffer.byteLength(value) > bytes || !alphabet.test(value))
    throw new ApiError('InvalidParameter.ArgsNotMatch', field)
}

export function checkNames({
  TemplateName,
  Description,
}: {
  TemplateName?: string | undefined
  Description?: string | undefined
}): void {
  if (TemplateName !== undefined) {
    if (TemplateName === '') throw new ApiError('InvalidParameter.ArgsNotMatch', 'TemplateName')
    check('TemplateName', TemplateName, maxNameBytes)
  }
  if (Description !== undefined) check('Description', Description, maxDescriptionBytes)
}
