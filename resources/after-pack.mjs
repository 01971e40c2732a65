/** electron-builder's hook between packing and signing: sets the fuses in the packed executable. */
import { join } from 'node:path'
import { setFuses } from './fuses.mjs'

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  const file = {
    darwin: `${name}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`,
    mas: `${name}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`,
    win32: `${name}.exe`,
    linux: packager.executableName,
  }[electronPlatformName]
  if (file === undefined) throw new Error(`No fuses are known for the platform ${electronPlatformName}.`)
  setFuses(join(appOutDir, file))
}
